// The canonical rows of a record's version: ended and begun under a number of their stream, inside the transaction that moved it.
import { derivedId } from "../../domain/core/ids.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** Whose records, and what they were made with. */
export interface WriteOf {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
	readonly jobId: string;
	readonly transformVersion: number;
}

/** One version of a record. */
export interface RecordVersion {
	readonly id: string;
	readonly version: number;
}

/** Ends the current rows of these records at `seq`. */
export async function closeCanonicalRows(
	em: ScopedEm,
	{ tenantId, records, seq }: { readonly tenantId: string; readonly records: readonly { readonly id: string }[]; readonly seq: number },
): Promise<void> {
	if (records.length === 0) return;
	await em.execute(
		`update canonical_rows c set to_seq = ? from jsonb_to_recordset(?::jsonb) as i(id uuid)
		where c.tenant_id = ?::uuid and c.record_id = i.id and c.to_seq is null`,
		[seq, JSON.stringify(records.map(({ id }) => ({ id }))), tenantId],
	);
}

/** Begins the rows of these record versions at `seq`; their earlier rows are closed already. */
export async function openCanonicalRows(
	em: ScopedEm,
	input: WriteOf & {
		readonly changed: readonly { readonly of: RecordVersion; readonly rows: readonly CanonicalRow[] }[];
		readonly seq: number;
	},
): Promise<void> {
	const rows = input.changed.flatMap(({ of, rows: own }) =>
		own.map((row) => ({
			...row,
			id: derivedId("canonical", input.connectionId, row.kind, row.naturalKey),
			recordId: of.id,
			recordVersion: of.version,
			amountMinor: row.amountMinor.toString(),
			feeMinor: row.feeMinor.toString(),
			netMinor: row.netMinor.toString(),
		})),
	);
	if (rows.length === 0) return;
	await em.execute(
		`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version,
			natural_key, ledger_date, date_kind, occurred_at, currency, amount_minor, fee_minor, net_minor, category, status, reference,
			group_key, group_reference, related_key, document, document_kind, account, description, from_seq)
		select ?::uuid, i.id, coalesce((select max(c.version) from canonical_rows c where c.tenant_id = ?::uuid and c.id = i.id), 0) + 1,
			?::uuid, ?, i.kind, i."recordId", i."recordVersion", ?, i."naturalKey", i."ledgerDate", i."dateKind", i."occurredAt", i.currency,
			i."amountMinor", i."feeMinor", i."netMinor", i.category, i.status, i.reference, i."groupKey", i."groupReference", i."relatedKey",
			i.document, i."documentKind", i.account, i.description, ?
		from jsonb_to_recordset(?::jsonb) as i(id uuid, kind text, "recordId" uuid, "recordVersion" int, "naturalKey" text, "ledgerDate" date,
			"dateKind" text, "occurredAt" timestamptz, currency text, "amountMinor" bigint, "feeMinor" bigint, "netMinor" bigint, category text,
			status text, reference text, "groupKey" text, "groupReference" text, "relatedKey" text, document text, "documentKind" text,
			account text, description text)`,
		[input.tenantId, input.tenantId, input.connectionId, input.stream, input.transformVersion, input.seq, JSON.stringify(rows)],
	);
}
