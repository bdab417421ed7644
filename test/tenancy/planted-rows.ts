// A company in which every place that can be masked says a text of its own, so that a text that comes out names the hole.
import { randomUUID } from "node:crypto";
import { maskedFieldColumns, quotingColumns } from "../../db/masking.ts";
import { maskedColumns } from "../../domain/tenancy/policies/masking.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";
import type { TestDatabase, TestTenant } from "../support/database.ts";
import { storedRun } from "../support/stored-run.ts";
import { storedSync } from "../support/stored-sync.ts";
import { keysThatSay } from "./file-keys.ts";

/** What is planted at a place: "bank_line.description", "exceptions.sentence". */
export const plant = (place: string): string => `PLANTED ${place}`;

/** In the bytes that the source sent (test/support/stored-sync.ts). */
export const plantedBytes = "“é”";

export const plantedPlaces: readonly string[] = [
	...maskedColumns,
	...Object.entries(quotingColumns).flatMap(([table, columns]) => columns.map(({ column }) => `${table}.${column}`)),
];

/** The places whose texts stand in `text`. */
export const foundIn = (text: string): ReadonlySet<string> =>
	new Set(
		text
			.split("PLANTED ")
			.slice(1)
			.map((rest) => /^[a-z_]+\.[A-Za-z_]+/.exec(rest)?.[0] ?? rest.slice(0, 40)),
	);

export interface Planted {
	/** Ids that inputs can take. */
	readonly ids: readonly string[];
	readonly runId: string;
	readonly connectionId: string;
	/** Keys that hold planted texts, as the layouts of files make them. */
	readonly keys: readonly string[];
}

/** What free texts of inputs are filled with (test/support/procedures.ts): keys here, so that they are found. */
const key = "2026-10";

const chosen = (column: string) => ({ recordKeys: [{ stream: "bank_lines", naturalKey: plant(`replays.${column}`) }] });

export async function plantRows(db: TestDatabase, storage: ObjectStorage, tenant: TestTenant): Promise<Planted> {
	const { tenantId, currency } = tenant;
	const sync = await storedSync(db, storage, tenant, 1);
	const runId = await storedRun(db, tenant, sync, { matches: 1, exceptions: 1 });
	const [fileId, otherFile, replayJob] = [randomUUID(), randomUUID(), randomUUID()];
	const [stored] = sync.rows;
	const keys = await keysThatSay(plant);
	const bankKey = keys.bank_line ?? "";
	const ids = await db.withTenant(tenant, async (em) => {
		const run = (sql: string, ...values: unknown[]) => em.execute(sql, values);
		await run(
			`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version, natural_key,
				ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, reference, group_key, group_reference,
				related_key, document, document_kind, account, description, from_seq)
			select tenant_id, gen_random_uuid(), 1, connection_id, stream, k.kind, record_id, record_version, transform_version,
				coalesce(?::jsonb ->> k.kind, 'key of ' || k.kind),
				ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, '', '', '', '', '', '', '', '', from_seq
			from canonical_rows, jsonb_array_elements_text(?::jsonb) k(kind) where tenant_id = ? and id = ?`,
			JSON.stringify(keys),
			JSON.stringify(canonicalKinds),
			tenantId,
			stored?.canonicalId,
		);
		const [record] = await em.execute<{ id: string }[]>(
			`insert into records (tenant_id, id, version, connection_id, stream, natural_key, page_id, page_index, payload_sha256, from_seq, seen_at)
			select tenant_id, gen_random_uuid(), 1, connection_id, 'bank_lines', ?, page_id, 1, payload_sha256, from_seq, seen_at
			from records where tenant_id = ? and id = ? returning id::text as "id"`,
			[bankKey, tenantId, stored?.recordId],
		);
		const [line] = await em.execute<{ id: string }[]>(
			`update canonical_rows set record_id = ?::uuid, record_version = 1 where tenant_id = ? and kind = 'bank_line' returning id::text as "id"`,
			[record?.id, tenantId],
		);
		await run(
			`insert into deletions (tenant_id, id, connection_id, stream, record_id, record_version, natural_key, page_id, job_id, status)
			values (?, gen_random_uuid(), ?, 'bank_lines', ?, 1, ?, ?, ?, 'found')`,
			tenantId,
			sync.connectionId,
			record?.id,
			bankKey,
			sync.pageId,
			sync.jobId,
		);
		await run(
			`insert into control_totals (tenant_id, id, job_id, connection_id, stream, name, currency, verdict, note, as_of)
			values (?, gen_random_uuid(), ?, ?, 'bank_lines', 'a.csv · ${plant("control_totals.name")} · 7', ?, 'ties', 'Ties.', now())`,
			tenantId,
			sync.jobId,
			sync.connectionId,
			currency,
		);
		for (const [field, column] of Object.entries(maskedFieldColumns))
			await run(`update canonical_rows set ${column} = 'PLANTED ' || kind || '.${field}' where tenant_id = ?`, tenantId);
		const text = (table: string, column: string): string => `'${plant(`${table}.${column}`)}'`;
		await run(
			`update exceptions set leaf = ${text("exceptions", "leaf")}, sentence = ${text("exceptions", "sentence")}, row_key = '${key}',
			payout_key = '${key}', losers = jsonb_build_array(jsonb_build_object('canonicalId', ?::text, 'canonicalVersion', 1, 'naturalKey', 'n',
				'reason', ${text("exceptions", "losers")}))
			where tenant_id = ?`,
			stored?.canonicalId,
			tenantId,
		);
		await run(
			`update matches set leaf = ${text("matches", "leaf")}, reasons = jsonb_build_array(${text("matches", "reasons")}), payout_key = '${key}',
			category = '${key}' where tenant_id = ?`,
			tenantId,
		);
		await run(
			`insert into match_losers (tenant_id, run_id, match_id, canonical_id, canonical_version, position, reason)
			select m.tenant_id, m.run_id, m.id, ?, 1, 0, ${text("match_losers", "reason")} from matches m where tenant_id = ?`,
			stored?.canonicalId,
			tenantId,
		);
		await run(
			`insert into payout_proofs (tenant_id, run_id, canonical_id, canonical_version, payout_key, ledger_date, currency, kind, status, payout_minor,
				items_minor, difference_minor, sentence) values (?, ?, ?, 1, '${key}', '2026-10-01', ?, 'itemised', 'matched', 1000, 1000, 0,
				${text("payout_proofs", "sentence")})`,
			tenantId,
			runId,
			stored?.canonicalId,
			currency,
		);
		const listed = (
			name: string,
			kind: string,
		): string => `(?, ?, '${name}', '${kind}', 'matched', 'payouts', ${text("payout_rows", "label")}, '${key}', ?, '2026-10-01',
			${text("payout_rows", "sentence")}, 1, 1000, 1, 1000, 1, 1000, 1, 1000,
			jsonb_build_array(jsonb_build_object('side', 'b', 'canonicalId', ?::text, 'canonicalVersion', 1, 'label', ${text("payout_rows", "records")},
				'ledgerDate', '2026-10-01', 'amountMinor', '1000')))`;
		const row = [tenantId, runId, currency, stored?.canonicalId];
		await run(
			`insert into payout_rows (tenant_id, run_id, key, kind, status, section, label, payout_key, currency, ledger_date, sentence, a_count, a_minor,
				b_count, b_minor, bank_stripe_count, bank_stripe_minor, bank_count, bank_minor, records) values ${listed(key, "payout")}, ${listed("u", "untied")}`,
			...row,
			...row,
		);
		// A bank line that says nothing is called by its key.
		await run(
			`update payout_rows set label = ?, records = records || jsonb_build_array(records -> 0 || jsonb_build_object('label', ?::text))
			where tenant_id = ? and kind = 'untied'`,
			bankKey,
			bankKey,
			tenantId,
		);
		await run(
			`insert into proof_lines (tenant_id, run_id, payout_key, position, category, a_count, a_minor, b_count, b_minor, difference_minor)
			values (?, ?, '${key}', 0, '${key}', 1, 1000, 1, 1000, 0)`,
			tenantId,
			runId,
		);
		await run(
			`insert into proof_leaves (tenant_id, run_id, payout_key, position, category, leaf, members, exception_type, sentence, a_row_id, a_row_version, a_minor)
			values (?, ?, '${key}', 0, '${key}', ${text("proof_leaves", "leaf")}, 1, 'missing_in_ledger', ${text("proof_leaves", "sentence")}, ?, 1, 1000)`,
			tenantId,
			runId,
			stored?.canonicalId,
		);
		const [quarantined] = await em.execute<{ id: string }[]>(
			`insert into quarantine (tenant_id, connection_id, page_id, job_id, id, stream, page_index, natural_key, code, reason, payload_sha256)
			values (?, ?, ?, ?, gen_random_uuid(), 'bank_lines', 0, ?, 'AMOUNT', ${text("quarantine", "reason")}, 'x') returning id::text as "id"`,
			[tenantId, sync.connectionId, sync.pageId, sync.jobId, bankKey],
		);
		for (const [id, detected, preview] of [
			[fileId, { problem: { code: "X", reason: plant("files.detected") } }, null],
			[otherFile, null, { recordCount: 1, note: plant("files.preview") }],
		] as const)
			await run(
				`insert into files (tenant_id, connection_id, id, name, size_bytes, sha256, object_key, status, detected, preview)
				values (?, ?, ?, 'a.csv', 1, 'x', 'x', 'imported', ?::jsonb, ?::jsonb)`,
				tenantId,
				sync.connectionId,
				id,
				JSON.stringify(detected),
				JSON.stringify(preview),
			);
		await run(
			`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, status, correlation_id, closed_at)
			values (?, ?, 'replay', 'Replay', 'x', 'x', 'done', 'x', now())`,
			tenantId,
			replayJob,
		);
		await run(
			`insert into replays (tenant_id, job_id, mode, plan, options, outcome)
			values (?, ?, 'reprocess', ?::jsonb, ?::jsonb, jsonb_build_object('difference', jsonb_build_array(jsonb_build_object('label', ${text("replays", "outcome")}))))`,
			tenantId,
			replayJob,
			JSON.stringify({ options: chosen("plan") }),
			JSON.stringify(chosen("options")),
		);
		return [stored?.canonicalId, stored?.recordId, quarantined?.id, line?.id, record?.id].map((id) => id ?? "");
	});
	return {
		ids: [...ids, runId, sync.connectionId, sync.jobId, sync.pageId, fileId, otherFile, replayJob],
		runId,
		connectionId: sync.connectionId,
		keys: Object.values(keys),
	};
}
