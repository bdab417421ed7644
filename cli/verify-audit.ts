// Reads an audit export line by line against a checkpoint that was kept elsewhere, and says what is wrong with it.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Checkpoint, fingerprintOf, readCheckpoint, type VerifySignature } from "../domain/tenancy/audit/checkpoint.ts";
import type { HashText } from "../domain/tenancy/audit/chain.ts";
import type { VerificationReport } from "../domain/tenancy/audit/findings.ts";
import { endVerification, startVerification, verifyLine } from "../domain/tenancy/audit/verify-export.ts";

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
export async function verifyAudit(args: readonly string[], usage: string): Promise<number> {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				checkpoint: { type: "string" },
				key: { type: "string" },
				"allow-archived": { type: "boolean", default: false },
				json: { type: "boolean", default: false },
			},
		});
		const [file] = positionals;
		if (file === undefined || positionals.length > 1 || values.checkpoint === undefined) throw new Error(usage);
		const checkpoint = checkpointIn(values.checkpoint);
		const report = await verifyFile(file, {
			checkpoint,
			fingerprint: values.key ?? null,
			allowWithheld: values["allow-archived"],
		});
		console.log(values.json ? JSON.stringify(report) : reportText(report, checkpoint, values.key === undefined));
		return report.whole ? 0 : 1;
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		return 2;
	}
}

function checkpointIn(path: string): Checkpoint {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		throw new Error(`${path} can't be read as a checkpoint: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
	}
	const checkpoint = readCheckpoint(value);
	if (checkpoint === null) throw new Error(`${path} is no checkpoint of an audit trail.`);
	return checkpoint;
}

interface Given {
	readonly checkpoint: Checkpoint;
	readonly fingerprint: string | null;
	readonly allowWithheld: boolean;
}

async function verifyFile(path: string, { checkpoint, fingerprint, allowWithheld }: Given): Promise<VerificationReport> {
	const bare = (text: string): string => text.replaceAll(/\s/g, "").toLowerCase();
	const isTheirs = fingerprint === null || bare(fingerprint) === bare(fingerprintOf(hash, checkpoint.publicKey));
	let state = startVerification({
		hash,
		verifySignature,
		checkpoint,
		// No key has the empty text, so a fingerprint that doesn't fit is found as another's signature.
		publicKey: isTheirs ? checkpoint.publicKey : "",
		allowWithheld,
	});
	const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
	for await (const line of lines) if (line !== "") state = verifyLine(state, line);
	return endVerification(state);
}

function reportText(report: VerificationReport, checkpoint: Checkpoint, isUnnamed: boolean): string {
	const { first, last, events, withheld, personalErased, provenTo, unproven } = report;
	const range = first === null ? "no events" : `events ${first} to ${last}`;
	const lines = [
		report.whole
			? `Whole: ${range} are as they were sealed, and checkpoint ${checkpoint.no} of ${checkpoint.at} says so.`
			: `Not whole: ${report.findings.length + report.furtherFindings} ${report.findings.length === 1 ? "finding" : "findings"} in ${range}.`,
		...report.findings.map(({ kind, sentence }) => `  ${kind.replaceAll("_", " ")}: ${sentence}`),
		...(report.furtherFindings > 0 ? [`  and ${report.furtherFindings} more`] : []),
		"",
		`company      ${report.tenantId ?? "unknown"}`,
		`events       ${events} read${withheld > 0 ? `, ${withheld} archived` : ""}`,
		`proven to    ${provenTo ?? "nowhere"}${unproven > 0 ? `; ${unproven} behind it are chained and not signed yet` : ""}`,
		`personal     ${report.personalKept} values as committed${personalErased > 0 ? `, ${personalErased} erased` : ""}`,
		`signed by    ${fingerprintOf(hash, checkpoint.publicKey)}`,
		...(isUnnamed ? ["             Compare this with the fingerprint that you noted down, or pass it as --key."] : []),
	];
	return lines.join("\n");
}
