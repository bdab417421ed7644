// Control totals of a sync: our figure added up from current rows, beside the source's own.
import { derivedId } from "../../domain/core/ids.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface OursInput {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly kind: CanonicalKind;
	readonly measure: "amount" | "net";
	readonly currency: string;
	/** Only these rows; null for all of the connection. */
	readonly naturalKeys: readonly string[] | null;
}

/** Sum and count of the current rows. */
export async function ourTotal(em: ScopedEm, input: OursInput): Promise<{ readonly minor: string; readonly count: number }> {
	const column = input.measure === "net" ? "net_minor" : "amount_minor";
	const only = input.naturalKeys === null ? "" : "and natural_key in (select jsonb_array_elements_text(?::jsonb))";
	const [row] = await em.execute<{ minor: string; count: number }[]>(
		`select coalesce(sum(${column}), 0)::text as "minor", count(*)::int as "count" from canonical_rows
		where tenant_id = ?::uuid and connection_id = ?::uuid and kind = ? and currency = ? and to_seq is null ${only}`,
		[
			input.tenantId,
			input.connectionId,
			input.kind,
			input.currency,
			...(input.naturalKeys === null ? [] : [JSON.stringify(input.naturalKeys)]),
		],
	);
	return row ?? { minor: "0", count: 0 };
}

/** Currencies in which a connection has current rows of a kind. */
export async function currenciesOf(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly connectionId: string; readonly kind: CanonicalKind },
): Promise<string[]> {
	const rows = await em.execute<{ currency: string }[]>(
		`select distinct currency from canonical_rows where tenant_id = ?::uuid and connection_id = ?::uuid and kind = ? and to_seq is null`,
		[input.tenantId, input.connectionId, input.kind],
	);
	return rows.map(({ currency }) => currency).sort();
}

export type Verdict = "ties" | "differs" | "not_proven";

export interface ControlTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	/** Minor units as text, null where there is no such figure. */
	readonly oursMinor: string | null;
	readonly theirsMinor: string | null;
	readonly oursCount: number | null;
	readonly theirsCount: number | null;
	readonly verdict: Verdict;
	readonly note: string;
	/** The stored answer that held their figure. */
	readonly pageId: string | null;
}

/** Writes the totals of a job; the same total of the same job again replaces it. */
export async function saveControlTotals(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly jobId: string;
		readonly connectionId: string;
		readonly asOf: string;
		readonly totals: readonly ControlTotal[];
	},
): Promise<void> {
	if (input.totals.length === 0) return;
	const rows = input.totals.map((total) => ({
		...total,
		id: derivedId("control-total", input.jobId, total.stream, total.name, total.currency),
	}));
	await em.execute(
		`insert into control_totals (tenant_id, id, job_id, connection_id, stream, name, currency, ours_minor, theirs_minor, ours_count,
			theirs_count, verdict, note, page_id, as_of)
		select ?::uuid, i.id, ?::uuid, ?::uuid, i.stream, i.name, i.currency, i."oursMinor", i."theirsMinor", i."oursCount", i."theirsCount",
			i.verdict, i.note, i."pageId", ?::timestamptz
		from jsonb_to_recordset(?::jsonb) as i(id uuid, stream text, name text, currency text, "oursMinor" bigint, "theirsMinor" bigint,
			"oursCount" bigint, "theirsCount" bigint, verdict text, note text, "pageId" uuid)
		on conflict (tenant_id, id) do update set ours_minor = excluded.ours_minor, theirs_minor = excluded.theirs_minor,
			ours_count = excluded.ours_count, theirs_count = excluded.theirs_count, verdict = excluded.verdict, note = excluded.note,
			page_id = excluded.page_id, as_of = excluded.as_of`,
		[input.tenantId, input.jobId, input.connectionId, input.asOf, JSON.stringify(rows)],
	);
}

export interface ControlTotalRow extends ControlTotal {
	readonly id: string;
	readonly jobId: string;
	readonly connectionId: string;
	readonly asOf: string;
}

const columns = `id::text as "id", job_id::text as "jobId", connection_id::text as "connectionId", stream, name, currency,
	ours_minor::text as "oursMinor", theirs_minor::text as "theirsMinor", ours_count::int as "oursCount", theirs_count::int as "theirsCount",
	verdict, note, page_id::text as "pageId", ${instantText("as_of")} as "asOf"`;

export async function controlTotalsOfJob(em: ScopedEm, { tenantId, jobId }: { readonly tenantId: string; readonly jobId: string }) {
	return em.execute<ControlTotalRow[]>(
		`select ${columns} from control_totals where tenant_id = ?::uuid and job_id = ?::uuid
		order by stream, name, currency`,
		[tenantId, jobId],
	);
}
