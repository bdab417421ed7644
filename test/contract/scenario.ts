// What the contract suite needs to run any connector against the sandbox: a context without a database, and a way to read a
// stream to its end while checking every page.
import { generateKeyPairSync } from "node:crypto";
import type { PageRead, ReadContext, SourceRecord, Stream, UploadedFile } from "../../connectors/connector.ts";
import { connectorOf } from "../../connectors/registry.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { encodeSpans, spanIn } from "../../domain/sync/files/record-spans.ts";
import { locateRecord } from "../../domain/sync/locate-record.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { type VendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { CompanyCredentials } from "../../sandbox/company/credentials.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { settingsOf, uploadedFile } from "../support/file-settings.ts";

export const zone = "America/New_York";

const pair = generateKeyPairSync("rsa", { modulusLength: 3072 });
export const privateKeyPem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

interface Arrangement {
	/** The vendor's root in the sandbox. */
	readonly baseUrl: (sandbox: Sandbox) => string;
	readonly credentials: (sandbox: Sandbox, company: CompanyCredentials) => Record<string, string>;
}

/** How each vendor is reached in the sandbox; a vendor without a line here does not compile. */
const arrangements: Readonly<Record<VendorId, Arrangement>> = {
	stripe: {
		baseUrl: (sandbox) => sandbox.url,
		credentials: (_sandbox, company) => ({ apiKey: company.stripeKey, webhookSecret: company.stripeWebhookSecret }),
	},
	netsuite: {
		baseUrl: (sandbox) => `${sandbox.url}/netsuite`,
		credentials: (sandbox, { slug, netsuiteAccount: accountId, netsuiteClientId: clientId }) => {
			const certificateId = `cert-${slug}`;
			sandbox.registerNetSuiteClient({ company: slug, clientId, certificateId, publicKey: pair.publicKey });
			return { accountId, clientId, certificateId, privateKeyPem };
		},
	},
	files: { baseUrl: () => "", credentials: () => ({}) },
};

/** Credentials of a company of the sandbox, as `up` would seed them. */
export function credentialsOf(sandbox: Sandbox, vendor: VendorId, slug = sandbox.companies[0]?.slug ?? ""): Record<string, string> {
	const company = sandbox.companies.find((one) => one.slug === slug);
	if (company === undefined) throw new Error(`no company ${slug}`);
	return arrangements[vendor].credentials(sandbox, company);
}

export const baseUrlOf = (sandbox: Sandbox, vendor: VendorId): string => arrangements[vendor].baseUrl(sandbox);

/** A statement of the sandbox's bank. */
export async function statementOf(sandbox: Sandbox, query = ""): Promise<Uint8Array> {
	const answer = await fetch(`${sandbox.url}/bank/statement.csv?${query}`);
	if (!answer.ok) throw new Error(await answer.text());
	return new Uint8Array(await answer.arrayBuffer());
}

export interface Scenario {
	readonly vendor: VendorId;
	readonly context: ReadContext;
	/** Current canonical rows by kind and natural key, as the database would keep them. */
	readonly rows: Map<string, CanonicalRow>;
	readonly refused: string[];
	/** A record's text cut out of the stored bytes again; null when it isn't there. */
	readonly cut: (page: PageRead, record: SourceRecord) => string | null;
}

export async function scenario(sandbox: Sandbox, vendor: VendorId, change: Partial<ReadContext> = {}): Promise<Scenario> {
	const rows = new Map<string, CanonicalRow>();
	const bytes = vendor === "files" ? await statementOf(sandbox, "from=2026-10-01&to=2026-10-31") : new Uint8Array();
	const settings = vendor === "files" ? await settingsOf(bytes, "october.csv") : null;
	const { file: upload, fileSource } = uploadedFile("file-1", "october.csv", bytes, settings);
	const imported: UploadedFile[] = [];
	const context: ReadContext = {
		baseUrl: baseUrlOf(sandbox, vendor),
		config: {},
		secrets: credentialsOf(sandbox, vendor),
		now: () => new Date().toISOString(),
		runStartedAt: new Date(Date.now() - 1000).toISOString(),
		signal: new AbortController().signal,
		fetch,
		requestTimeoutMs: 5_000,
		pendingParents: async (limit) => pendingPayouts(rows).slice(0, limit),
		parentsWithin: async ({ from, to, last, limit }) =>
			[...rows.values()]
				.filter((row) => row.kind === "payout" && row.category === "automatic" && row.documentKind === "completed")
				.filter((row) => row.ledgerDate >= from && row.ledgerDate <= to && row.naturalKey > last)
				.map((row) => row.naturalKey)
				.sort()
				.slice(0, limit),
		pendingFiles: async () => (vendor === "files" && imported.length === 0 ? [upload] : []),
		importedFiles: async () => imported,
		fileSource,
		ourSum: async ({ kind, naturalKeys }) => {
			const ours = naturalKeys.flatMap((key) => rows.get(`${kind} ${key}`) ?? []);
			return { minor: ours.reduce((sum, row) => sum + row.netMinor, 0n), count: ours.length };
		},
		...change,
	};
	const cut = (page: PageRead, { index }: SourceRecord): string | null => {
		if (vendor !== "files") return locateRecord(vendor, page.response?.body ?? new Uint8Array(), index)?.text ?? null;
		const span = spanIn(encodeSpans(page.records) ?? "", index);
		return span === null ? null : decodeText(bytes.subarray(span.start, span.end));
	};
	return { vendor, context: Object.assign(context, { markImported: () => imported.push(upload) }), rows, refused: [], cut };
}

function pendingPayouts(rows: ReadonlyMap<string, CanonicalRow>): string[] {
	const items = new Map<string, bigint>();
	for (const row of rows.values())
		if (row.kind === "payout_item" && row.category !== "payout") items.set(row.groupKey, (items.get(row.groupKey) ?? 0n) + row.netMinor);
	return [...rows.values()]
		.filter((row) => row.kind === "payout" && row.category === "automatic" && row.documentKind === "completed")
		.filter((row) => items.get(row.naturalKey) !== row.amountMinor)
		.sort((a, b) => (a.ledgerDate + a.naturalKey < b.ledgerDate + b.naturalKey ? -1 : 1))
		.map((row) => row.naturalKey);
}

/** Puts a page's rows where `pendingParents` finds them. */
export function keep(of: Scenario, stream: Stream, page: PageRead): void {
	for (const record of page.records) {
		const result = stream.transform(record, zone, page.config ?? of.context.config);
		if (result.ok) for (const row of result.value) of.rows.set(`${row.kind} ${row.naturalKey}`, row);
		else of.refused.push(`${result.error.naturalKey} ${result.error.code}: ${result.error.reason}`);
	}
	if (page.finishesFile !== undefined) (of.context as ReadContext & { markImported?: () => void }).markImported?.();
}

export interface Visited {
	readonly cursor: string;
	readonly page: PageRead;
}

/** Reads a stream to its end. */
export async function readToEnd(of: Scenario, stream: Stream, cursor = stream.firstCursor): Promise<readonly Visited[]> {
	const visited: Visited[] = [];
	for (let at = cursor; visited.length < 1000; ) {
		const page = await stream.readPage(at, of.context);
		visited.push({ cursor: at, page });
		keep(of, stream, page);
		if (page.done) return visited;
		at = page.nextCursor;
	}
	throw new Error("the stream does not end");
}

/** Streams of a vendor, parents first. */
export function streamsInOrder(vendor: VendorId): { readonly name: string; readonly stream: Stream }[] {
	const streams: Readonly<Record<string, Stream>> = connectorOf(vendor).streams;
	// A file belongs to one stream; the scenario's is a bank statement. Files of other kinds are read in test/files.
	const names = vendor === "files" ? ["bank_lines"] : Object.keys(vendors[vendor].streams);
	return names.flatMap((name) => (streams[name] === undefined ? [] : [{ name, stream: streams[name] }]));
}
