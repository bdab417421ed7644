// What an id leads to, whichever vendor it is from: canonical rows, the jobs that touched them, their matches and exceptions.
// Every look-up is an equality or a range of one indexed column of the acting tenant, so it stays fast with millions of rows.
import { isUuid } from "../../domain/core/ids.ts";
import { canonicalKinds, type CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface FoundRow {
	readonly id: string;
	readonly version: number;
	readonly kind: CanonicalKind;
	readonly naturalKey: string;
	readonly reference: string;
	readonly groupKey: string;
	readonly ledgerDate: string;
	readonly currency: string;
	readonly amountMinor: string;
	readonly connectionName: string;
	/** The field that begins with what was searched. */
	readonly field: "naturalKey" | "reference" | "groupKey" | "groupReference" | "document";
	/** The whole id, not only its beginning. */
	readonly exact: boolean;
}

interface Lookup {
	readonly tenantId: string;
	readonly text: string;
	readonly limit: number;
}

/** Bytewise behind everything that begins with the text. */
const behind = (text: string): string => `${text}\u{10FFFF}`;

const rowColumns = `r.id::text as "id", r.version, r.kind, r.natural_key as "naturalKey", r.reference, r.group_key as "groupKey",
	r.ledger_date::text as "ledgerDate", r.currency, r.amount_minor::text as "amountMinor"`;

const byKind = { reference: "r.reference", groupKey: "r.group_key", groupReference: "r.group_reference", document: "r.document" } as const;

/** Current rows that one of its ids begins with the text; whole ids first, then in the order of the ids. */
export async function findRows(em: ScopedEm, { tenantId, text, limit }: Lookup): Promise<FoundRow[]> {
	const within = (column: string): string => `${column} >= ?::text collate "C" and ${column} < ?::text collate "C"`;
	const range = [text, behind(text)];
	// Every index begins with tenant and kind (and the key's with the connection): each of them is entered once per kind.
	const parts = Object.entries(byKind).map(
		([field, column]) => `select x.*, '${field}' as field, x.found = ? as exact from unnest(?::text[]) as k(kind) cross join lateral (
			select ${rowColumns}, r.connection_id, ${column} as found from canonical_rows r where r.tenant_id = ?::uuid and r.kind = k.kind
				and r.to_seq is null and ${column} <> '' and ${within(column)} order by ${column} limit ?) x`,
	);
	const keys = `select x.*, 'naturalKey' as field, x.found = ? as exact from connections c cross join unnest(?::text[]) as k(kind) cross join lateral (
		select ${rowColumns}, r.connection_id, r.natural_key as found from canonical_rows r where r.tenant_id = ?::uuid and r.connection_id = c.id
			and r.kind = k.kind and r.to_seq is null and ${within("r.natural_key")} order by r.natural_key limit ?) x where c.tenant_id = ?::uuid`;
	const kinds = `{${canonicalKinds.join(",")}}`;
	const part = [text, kinds, tenantId, ...range, limit];
	const found = await em.execute<(FoundRow & { found: string })[]>(
		`select distinct on (f.exact, f."id") f.*, n.name as "connectionName" from (${[keys, ...parts].join(" union all ")}) f
		join connections n on n.tenant_id = ?::uuid and n.id = f.connection_id order by f.exact desc, f."id"`,
		[...part, tenantId, ...parts.flatMap(() => part), tenantId],
	);
	const seen = new Set<string>();
	return found
		.sort((a, b) => Number(b.exact) - Number(a.exact) || (a.found < b.found ? -1 : 1))
		.filter(({ id }) => !seen.has(id) && seen.add(id))
		.slice(0, limit)
		.map(({ found: _found, ...row }) => row);
}

export interface FoundJob {
	readonly id: string;
	readonly title: string;
	readonly businessKey: string;
	readonly status: string;
	readonly requestedAt: string;
	/** It is this job's own id, or it has brought in one of the rows. */
	readonly why: "id" | "key" | "touched";
}

const jobColumns = `j.id::text as "id", j.title, j.business_key as "businessKey", j.status, ${instantText("j.requested_at")} as "requestedAt"`;

/** Jobs of this id, run, workflow or business key, and those that brought in the rows. */
export async function findJobs(em: ScopedEm, { tenantId, text, limit }: Lookup, rowIds: readonly string[]): Promise<FoundJob[]> {
	const found = await em.execute<FoundJob[]>(
		`(select ${jobColumns}, 'id' as why from jobs j where j.tenant_id = ?::uuid and (j.id = ?::uuid or j.run_id = ? or j.workflow_id = ?)
			order by j.requested_at desc limit ?)
		union all
		(select ${jobColumns}, 'key' as why from jobs j where j.tenant_id = ?::uuid and j.business_key >= ?::text collate "C"
			and j.business_key < ?::text collate "C" order by j.requested_at desc limit ?)
		union all
		(select ${jobColumns}, 'touched' as why from jobs j where j.tenant_id = ?::uuid and j.id in (
			select p.job_id from canonical_rows r
			join records s on s.tenant_id = r.tenant_id and s.id = r.record_id and s.version = r.record_version
			join pages p on p.tenant_id = s.tenant_id and p.id = s.page_id
			where r.tenant_id = ?::uuid and r.id = any(?::uuid[])) order by j.requested_at desc limit ?)`,
		[
			tenantId,
			isUuid(text) ? text : null,
			text,
			text,
			limit,
			tenantId,
			text,
			behind(text),
			limit,
			tenantId,
			tenantId,
			`{${rowIds.join(",")}}`,
			limit,
		],
	);
	const seen = new Set<string>();
	return found.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, limit);
}

export interface FoundMatch {
	readonly id: string;
	readonly runId: string;
	readonly month: string;
	readonly leaf: string;
	readonly pass: string;
	readonly currency: string;
	readonly residualMinor: string;
}

export function findMatches(em: ScopedEm, tenantId: string, rowIds: readonly string[], limit: number): Promise<FoundMatch[]> {
	return em.execute<FoundMatch[]>(
		`select distinct on (m.run_id, m.id) m.id::text as "id", m.run_id::text as "runId", left(run.period_from::text, 7) as "month",
			coalesce(m.leaf, m.payout_key, '') as "leaf", m.pass, m.currency, m.residual_minor::text as "residualMinor"
		from match_members mm join matches m on m.tenant_id = mm.tenant_id and m.run_id = mm.run_id and m.id = mm.match_id
		join reconciliation_runs run on run.tenant_id = m.tenant_id and run.id = m.run_id
		where mm.tenant_id = ?::uuid and mm.canonical_id = any(?::uuid[]) order by m.run_id, m.id limit ?`,
		[tenantId, `{${rowIds.join(",")}}`, limit],
	);
}

export interface FoundException {
	readonly id: string;
	readonly runId: string;
	readonly month: string;
	readonly type: string;
	readonly leaf: string;
	readonly sentence: string;
	readonly payoutKey: string | null;
	readonly rowKey: string;
	readonly currency: string;
	readonly differenceMinor: string;
}

const latestRuns = 24;

/** Of the latest reconciliations. @param keys ids as the sources write them */
export function findExceptions(em: ScopedEm, tenantId: string, keys: readonly string[], limit: number): Promise<FoundException[]> {
	const text = `{${keys.map((key) => `"${key.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
	const place = (column: string): string =>
		`select e.* from exceptions e where e.tenant_id = ?::uuid and e.run_id = run.id and e.${column} = any(?::text[])`;
	return em.execute<FoundException[]>(
		`select distinct on (run.created_at, x.id) x.id::text as "id", x.run_id::text as "runId", left(run.period_from::text, 7) as "month", x.type, x.leaf,
			x.sentence, x.payout_key as "payoutKey", x.row_key as "rowKey", x.currency, x.difference_minor::text as "differenceMinor"
		from (select * from reconciliation_runs where tenant_id = ?::uuid order by created_at desc limit ${latestRuns}) run
		cross join lateral (${["payout_key", "row_key", "leaf"].map(place).join(" union all ")} limit ?) x
		order by run.created_at desc, x.id limit ?`,
		[tenantId, tenantId, text, tenantId, text, tenantId, text, limit, limit],
	);
}
