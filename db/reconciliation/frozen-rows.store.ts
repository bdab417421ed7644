// Reads canonical rows as of a frozen page number: the version that held then, whatever a sync has committed since.
import type { BalanceRead, MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { CanonicalKind, DateKind } from "../../domain/sync/canonical.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import type { FrozenStream } from "./freeze-inputs.store.ts";

interface Row {
	readonly [column: string]: string | number | null;
}

const columns = `r.id::text as "id", r.version, r.connection_id::text as "connectionId", r.kind, r.natural_key as "naturalKey",
	r.ledger_date::text as "ledgerDate", r.date_kind as "dateKind", ${instantText("r.occurred_at")} as "occurredAt", r.currency,
	r.amount_minor::text as "amountMinor", r.fee_minor::text as "feeMinor", r.net_minor::text as "netMinor", r.category, r.status, r.reference,
	r.group_key as "groupKey", r.group_reference as "groupReference", r.related_key as "relatedKey", r.document,
	r.document_kind as "documentKind", r.account, r.description`;

/** The rows of one stream as of its frozen page. */
export async function frozenRows(
	em: ScopedEm,
	{ tenantId, stream }: { readonly tenantId: string; readonly stream: FrozenStream },
): Promise<MatchRow[]> {
	const rows = await em.execute<Row[]>(
		`select ${columns} from canonical_rows r
		where r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = ? and r.from_seq <= ?::bigint and (r.to_seq is null or r.to_seq > ?::bigint)`,
		[tenantId, stream.connectionId, stream.stream, stream.seq, stream.seq],
	);
	return rows.map(matchRow);
}

const text = (row: Row, column: string): string => String(row[column] ?? "");

function matchRow(row: Row): MatchRow {
	return {
		id: text(row, "id"),
		version: Number(row["version"]),
		connectionId: text(row, "connectionId"),
		kind: text(row, "kind") as CanonicalKind,
		naturalKey: text(row, "naturalKey"),
		ledgerDate: text(row, "ledgerDate"),
		dateKind: text(row, "dateKind") as DateKind,
		occurredAt: row["occurredAt"] === null ? null : text(row, "occurredAt"),
		currency: text(row, "currency"),
		amountMinor: BigInt(text(row, "amountMinor")),
		feeMinor: BigInt(text(row, "feeMinor")),
		netMinor: BigInt(text(row, "netMinor")),
		category: text(row, "category"),
		status: text(row, "status"),
		reference: text(row, "reference"),
		groupKey: text(row, "groupKey"),
		groupReference: text(row, "groupReference"),
		relatedKey: text(row, "relatedKey"),
		document: text(row, "document"),
		documentKind: text(row, "documentKind"),
		account: text(row, "account"),
		description: text(row, "description"),
	};
}

/**
 * The balance per currency that was last read at the source before the freeze, brought to the frozen rows: plus what pages
 * received after that reading changed. A stored page that was processed again counts as received when it was: what was made
 * readable of it is in the balance already. Empty when no balance was read.
 */
export async function frozenBalances(
	em: ScopedEm,
	{ tenantId, stream, frozenAt }: { readonly tenantId: string; readonly stream: FrozenStream; readonly frozenAt: string },
): Promise<BalanceRead[]> {
	const { connectionId, stream: name, seq } = stream;
	const of = [tenantId, connectionId, name];
	const late = (bound: "from_seq" | "to_seq"): string => `coalesce((select sum(r.net_minor) from canonical_rows r
		join pages p on p.tenant_id = r.tenant_id and p.connection_id = r.connection_id and p.stream = r.stream and p.seq = r.${bound}
		where r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = ? and r.currency = k.currency
			and r.${bound} <= ?::bigint and p.received_at > k.as_of), 0)`;
	const rows = await em.execute<{ currency: string; minor: string }[]>(
		`with latest as (
			select distinct on (t.currency) t.currency, t.theirs_minor, t.as_of from control_totals t
			where t.tenant_id = ?::uuid and t.connection_id = ?::uuid and t.stream = ? and t.name = 'balance'
				and t.theirs_minor is not null and t.as_of <= ?::timestamptz
			order by t.currency, t.as_of desc
		)
		select k.currency, (k.theirs_minor + ${late("from_seq")} - ${late("to_seq")})::bigint::text as "minor"
		from latest k
		where exists (select from pages p where p.tenant_id = ?::uuid and p.connection_id = ?::uuid and p.stream = ?
			and p.kind = 'page' and p.received_at <= k.as_of)
		order by k.currency collate "C"`,
		[...of, frozenAt, ...of, seq, ...of, seq, ...of],
	);
	return rows.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) }));
}
