// Reads a signed report or manifest and says whether it is as it was signed, by whom, and what it says.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { HashText } from "../domain/tenancy/audit/chain.ts";
import { fingerprintOf, type VerifySignature } from "../domain/tenancy/audit/checkpoint.ts";
import { erasureReportFormat, isAsSigned, readPaper, type SignedPaper } from "../domain/tenancy/lifecycle/signed-paper.ts";

const hash: HashText = (text) => createHash("sha256").update(text, "utf8").digest("hex");

const verifySignature: VerifySignature = (publicKey, text, signature) => {
	try {
		const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
		return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
	} catch {
		return false;
	}
};

/** @returns the exit code */
export async function verifyReport(args: readonly string[], usage: string): Promise<number> {
	try {
		const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { key: { type: "string" } } });
		const [file] = positionals;
		if (file === undefined || positionals.length > 1) throw new Error(usage);
		const paper = readPaper(readFileSync(file, "utf8"));
		if (paper === null) throw new Error(`${file} is no report of an erasure and no manifest of an export.`);
		const findings = [...signatureFindings(paper, values.key ?? null), ...(await fileFindings(paper, dirname(file)))];
		console.log(findings.length === 0 ? "As it was signed." : `Not as it was signed.\n${findings.map((text) => `  ${text}`).join("\n")}`);
		console.log(`\n${wordsOf(paper).join("\n")}\nsigned by    ${fingerprintOf(hash, paper.publicKey)} (${paper.keyId})`);
		if (values.key === undefined) console.log("             Compare this with the fingerprint that you noted down, or pass it as --key.");
		return findings.length === 0 ? 0 : 1;
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		return 2;
	}
}

function signatureFindings(paper: SignedPaper, fingerprint: string | null): readonly string[] {
	const bare = (text: string): string => text.replaceAll(/\s/g, "").toLowerCase();
	if (fingerprint !== null && bare(fingerprint) !== bare(fingerprintOf(hash, paper.publicKey))) return ["It was signed with another key."];
	return isAsSigned(paper, verifySignature) ? [] : ["The signature doesn't fit what stands here: something was changed."];
}

const records = (value: unknown): readonly Record<string, unknown>[] =>
	Array.isArray(value) ? value.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null) : [];

/** Of an export: what lies beside its manifest. A manifest that lies alone is judged alone. */
async function fileFindings({ format, body }: SignedPaper, folder: string): Promise<readonly string[]> {
	if (format === erasureReportFormat) return [];
	const named = records(body["files"]).map(({ name, sha256 }) => ({ name: textOf(name), sha256: textOf(sha256) }));
	if (!named.some(({ name }) => isPlain(name) && existsSync(join(folder, name)))) return [];
	const findings: string[] = [];
	for (const file of [...named, ...(await storedObjects(folder))]) {
		if (!isPlain(file.name)) findings.push(`${file.name} is no name of a file of an export.`);
		else if (!existsSync(join(folder, file.name))) findings.push(`${file.name} is missing.`);
		else if ((await hashOfFile(join(folder, file.name))) !== file.sha256) findings.push(`${file.name} is not the file that was written.`);
	}
	return findings;
}

const isPlain = (name: string): boolean => /^[\w/.-]+$/.test(name) && !name.includes("..") && !name.startsWith("/");

async function hashOfFile(path: string): Promise<string> {
	const digest = createHash("sha256");
	for await (const piece of createReadStream(path)) digest.update(piece as Buffer);
	return digest.digest("hex");
}

/** What the ledger of stored objects names. It is itself a file of the manifest, so its hashes are what was signed. */
async function storedObjects(folder: string): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
	const path = join(folder, "objects.ndjson");
	if (!existsSync(path)) return [];
	const found: { name: string; sha256: string }[] = [];
	for await (const line of createInterface({ input: createReadStream(path) })) {
		const { file, sha256 } = JSON.parse(line) as { file?: unknown; sha256?: unknown };
		// Earlier archives listed objects and didn't hold them.
		if (typeof file === "string") found.push({ name: file, sha256: textOf(sha256) });
	}
	return found;
}

const textOf = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? `${value}` : "unknown");

function wordsOf({ format, body }: SignedPaper): readonly string[] {
	if (format !== erasureReportFormat) {
		const files = records(body["files"]);
		return [`company      ${textOf(body["company"])}`, `written      ${textOf(body["at"])}`, `files        ${files.length}`];
	}
	const { deleted, kept, company, erasedAt } = body as {
		deleted?: Record<string, unknown>;
		kept?: unknown;
		company?: { name?: unknown };
		erasedAt?: unknown;
	};
	const tables = records(deleted?.["tables"]);
	const rows = tables.reduce((sum, each) => sum + Number(each["rows"] ?? 0), 0);
	return [
		`company      ${textOf(company?.name)}`,
		`erased       ${textOf(erasedAt)}`,
		`deleted      ${rows} rows of ${tables.length} tables, ${textOf(deleted?.["objects"])} stored objects`,
		...records(kept).map((each) => `kept         ${textOf(each["rows"])} rows of ${textOf(each["table"])} until ${textOf(each["until"])}`),
	];
}
