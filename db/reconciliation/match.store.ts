// Matches of a run: which pass tied what to what, why, and which candidates lost.
import type { PageOf } from "../../domain/core/page.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { Conditions } from "./conditions.ts";
import { decodeKey, encodeKey } from "./keyset.ts";

export interface MatchedRow {
	readonly side: "a" | "b";
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly naturalKey: string;
	/** What people call it: the document's number, else the reference. */
	readonly label: string;
	readonly description: string;
	readonly ledgerDate: string;
	readonly amountMinor: string;
}

export interface LostRow {
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly naturalKey: string;
	readonly reason: string;
}

export interface MatchRowView {
	readonly id: string;
	readonly level: "item" | "payout_bank" | "payout_ledger";
	readonly pass: string;
	readonly payoutKey: string | null;
	readonly leaf: string;
	readonly category: string;
	readonly currency: string;
	readonly aMinor: string;
	readonly bMinor: string;
	readonly residualMinor: string;
	readonly reasons: readonly string[];
	readonly members: readonly MatchedRow[];
	readonly losers: readonly LostRow[];
}

export interface MatchFilter {
	readonly tenantId: string;
	readonly runId: string;
	readonly level?: string | undefined;
	readonly pass?: string | undefined;
	readonly payoutKey?: string | undefined;
	readonly category?: string | undefined;
	readonly currency?: string | undefined;
	/** Canonical id of a row on Stripe's side: a bank line may have come for several payouts. */
	readonly memberId?: string | undefined;
	readonly after: string | null;
	readonly limit: number;
}

const labelOf = `coalesce(nullif(r.document, ''), nullif(r.reference, ''), r.natural_key)`;

function conditionsOf(filter: Omit<MatchFilter, "after" | "limit">): Conditions {
	const where = new Conditions().add("m.tenant_id = ?::uuid", filter.tenantId).add("m.run_id = ?::uuid", filter.runId);
	where.addIf("m.level = ?", filter.level);
	where.addIf("m.pass = ?", filter.pass);
	where.addIf("m.payout_key = ?", filter.payoutKey);
	where.addIf("m.category = ?", filter.category);
	where.addIf("m.currency = ?", filter.currency);
	return where.addIf(
		`exists (select from match_members a where a.tenant_id = m.tenant_id and a.run_id = m.run_id and a.match_id = m.id and a.side = 'a'
			and a.canonical_id = ?::uuid)`,
		filter.memberId,
	);
}

export interface MatchSum {
	readonly currency: string;
	readonly count: number;
	readonly aMinor: string;
	readonly bMinor: string;
	readonly residualMinor: string;
}

/** Everything that the filter finds, by currency. */
export async function matchSums(em: ScopedEm, filter: Omit<MatchFilter, "after" | "limit">): Promise<MatchSum[]> {
	const where = conditionsOf(filter);
	return em.execute<MatchSum[]>(
		`select m.currency, count(*)::int as "count", sum(m.a_minor)::bigint::text as "aMinor", sum(m.b_minor)::bigint::text as "bMinor",
			sum(m.residual_minor)::bigint::text as "residualMinor"
		from matches m where ${where.sql} group by m.currency order by m.currency`,
		where.values,
	);
}

/** By level, then leaf; members and losers of a page come in one query each. */
export async function matchesOf(em: ScopedEm, filter: MatchFilter): Promise<PageOf<MatchRowView>> {
	const { tenantId, runId } = filter;
	const where = conditionsOf(filter);
	const [{ total } = { total: 0 }] = await em.execute<{ total: number }[]>(
		`select count(*)::int as "total" from matches m where ${where.sql}`,
		where.values,
	);
	const key = decodeKey(filter.after, 3);
	if (key !== null) where.add(`(m.level collate "C", m.leaf, m.id) > (?, ?, ?::uuid)`, ...key);
	const rows = await em.execute<Omit<MatchRowView, "members" | "losers">[]>(
		`select m.id::text as "id", m.level, m.pass, m.payout_key as "payoutKey", m.leaf, m.category, m.currency, m.a_minor::text as "aMinor",
			m.b_minor::text as "bMinor", m.residual_minor::text as "residualMinor", m.reasons
		from matches m where ${where.sql} order by m.level collate "C", m.leaf, m.id limit ?`,
		[...where.values, filter.limit + 1],
	);
	const page = rows.slice(0, filter.limit);
	const of = [tenantId, runId, JSON.stringify(page.map(({ id }) => id))];
	const members = await em.execute<(MatchedRow & { readonly matchId: string })[]>(
		`select b.match_id::text as "matchId", b.side, b.canonical_id::text as "canonicalId", b.canonical_version as "canonicalVersion",
			r.natural_key as "naturalKey", ${labelOf} as "label", r.description, r.ledger_date::text as "ledgerDate", b.amount_minor::text as "amountMinor"
		from match_members b join canonical_rows r on r.tenant_id = b.tenant_id and r.id = b.canonical_id and r.version = b.canonical_version
		where b.tenant_id = ?::uuid and b.run_id = ?::uuid and b.match_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
		order by b.match_id, b.side, b.position`,
		of,
	);
	const losers = await em.execute<(LostRow & { readonly matchId: string })[]>(
		`select l.match_id::text as "matchId", l.canonical_id::text as "canonicalId", l.canonical_version as "canonicalVersion", r.natural_key as "naturalKey", l.reason
		from match_losers l join canonical_rows r on r.tenant_id = l.tenant_id and r.id = l.canonical_id and r.version = l.canonical_version
		where l.tenant_id = ?::uuid and l.run_id = ?::uuid and l.match_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
		order by l.match_id, l.position`,
		of,
	);
	const last = rows.length > filter.limit ? page.at(-1) : undefined;
	return {
		rows: page.map((row) => ({
			...row,
			members: members.filter(({ matchId }) => matchId === row.id).map(({ matchId: _matchId, ...member }) => member),
			losers: losers.filter(({ matchId }) => matchId === row.id).map(({ matchId: _matchId, ...loser }) => loser),
		})),
		next: last === undefined ? null : encodeKey([last.level, last.leaf, last.id]),
		total,
	};
}
