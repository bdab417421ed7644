// Two reconciliations of the same month beside each other: matches gained and lost, exceptions closed and opened, and what explains the
// open difference in each. The same finding is recognised by what it is about, never by a generated id.
import type { PageOf } from "../../domain/core/page.ts";
import type { Explained, ReplayCounts, RunPair, SideOfRun } from "../../domain/jobs/replay/outcome.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfRuns {
	readonly tenantId: string;
	readonly runs: readonly RunPair[];
}

const pairs = `pairs as (select * from jsonb_to_recordset(?::jsonb) as p(month text, before uuid, after uuid))`;

const side = (name: "matches" | "exceptions", which: "before" | "after", columns: string): string =>
	`select p.month, x.id, x.run_id, ${columns} from pairs p join ${name} x on x.tenant_id = ?::uuid and x.run_id = p.${which}`;

const matchColumns = `x.level || '|' || coalesce(x.category, '') || '|' || coalesce(x.leaf, '') || '|' || coalesce((select string_agg(b.side || b.canonical_id::text, ',' order by b.side, b.canonical_id)
		from match_members b where b.tenant_id = x.tenant_id and b.run_id = x.run_id and b.match_id = x.id), '') as key,
	x.level, x.pass, x.currency, x.a_minor, x.b_minor, x.residual_minor, coalesce(x.payout_key, x.leaf, '') as about`;

const matchChanges = `with ${pairs}, b as (${side("matches", "before", matchColumns)}), a as (${side("matches", "after", matchColumns)}), changes as (
		select coalesce(a.month, b.month) as month, coalesce(a.key, b.key) as key, coalesce(a.about, b.about) as about, coalesce(a.level, b.level) as level,
			coalesce(a.currency, b.currency) as currency, b.id as before_id, a.id as after_id, b.run_id as before_run, a.run_id as after_run,
			b.pass as before_pass, a.pass as after_pass, b.residual_minor as before_residual, a.residual_minor as after_residual,
			case when a.id is null then 'lost' when b.id is null then 'gained' else 'changed' end as change
		from b full join a on a.month = b.month and a.key = b.key
		where a.id is null or b.id is null or (a.pass, a.a_minor, a.b_minor, a.residual_minor) is distinct from (b.pass, b.a_minor, b.b_minor, b.residual_minor)
	)`;

// Findings about the same thing that differ in nothing else are told apart by their rank.
const exceptionColumns = `x.type || '|' || x.leaf || '|' || coalesce(x.payout_key, '') || '|' || x.currency || '|' || coalesce(x.a_canonical_id::text, '') || '|'
		|| coalesce(x.b_canonical_id::text, '') || '|' || row_number() over (partition by x.run_id, x.type, x.leaf, x.payout_key, x.currency, x.a_canonical_id, x.b_canonical_id
			order by x.difference_minor, x.amount_minor, x.sentence) as key,
	x.type, x.leaf, x.currency, x.amount_minor, x.difference_minor, x.sentence, coalesce(x.payout_key, x.leaf) as about`;

const exceptionChanges = `with ${pairs}, b as (${side("exceptions", "before", exceptionColumns)}), a as (${side("exceptions", "after", exceptionColumns)}), changes as (
		select coalesce(a.month, b.month) as month, coalesce(a.key, b.key) as key, coalesce(a.about, b.about) as about, coalesce(a.type, b.type) as type,
			coalesce(a.currency, b.currency) as currency, b.sentence as before_sentence, a.sentence as after_sentence,
			coalesce(a.difference_minor, 0) - coalesce(b.difference_minor, 0) as difference,
			case when a.id is null then 'closed' when b.id is null then 'opened' else 'changed' end as change
		from b full join a on a.month = b.month and a.key = b.key
		where a.id is null or b.id is null or (a.amount_minor, a.difference_minor) is distinct from (b.amount_minor, b.difference_minor)
	)`;

const parameters = ({ tenantId, runs }: OfRuns): unknown[] => [JSON.stringify(runs), tenantId, tenantId];

export async function countRunChanges(em: ScopedEm, of: OfRuns): Promise<Pick<ReplayCounts, "matches" | "exceptions">> {
	const count = (word: string): string => `count(*) filter (where x.change = '${word}')::int as "${word}"`;
	const total = (table: string, which: "before" | "after"): string =>
		`(select count(*)::int from pairs p join ${table} m on m.tenant_id = ?::uuid and m.run_id = p.${which}) as "${which}"`;
	const [matches] = await em.execute<ReplayCounts["matches"][]>(
		`${matchChanges} select ${count("gained")}, ${count("lost")}, ${count("changed")}, ${total("matches", "before")}, ${total("matches", "after")} from changes x`,
		[...parameters(of), of.tenantId, of.tenantId],
	);
	const [exceptions] = await em.execute<ReplayCounts["exceptions"][]>(
		`${exceptionChanges} select ${count("closed")}, ${count("opened")}, ${count("changed")}, ${total("exceptions", "before")}, ${total("exceptions", "after")} from changes x`,
		[...parameters(of), of.tenantId, of.tenantId],
	);
	return {
		matches: matches ?? { gained: 0, lost: 0, changed: 0, before: 0, after: 0 },
		exceptions: exceptions ?? { closed: 0, opened: 0, changed: 0, before: 0, after: 0 },
	};
}

interface OfPage extends OfRuns {
	readonly after: string | null;
	readonly limit: number;
}

export interface MatchChange {
	readonly key: string;
	readonly month: string;
	readonly about: string;
	/** What it was tied to, in people's words. */
	readonly other: string | null;
	readonly level: string;
	readonly currency: string;
	readonly change: "gained" | "lost" | "changed";
	readonly beforePass: string | null;
	readonly afterPass: string | null;
	readonly differenceMinor: string;
}

interface Ranked {
	readonly rank: string;
	readonly key: string;
	readonly month: string;
}

function pageOf<Row extends Ranked>(found: readonly Row[], limit: number): { rows: Omit<Row, "rank">[]; next: string | null } {
	const shown = found.slice(0, limit);
	const last = found.length > limit ? shown.at(-1) : undefined;
	return {
		rows: shown.map(({ rank: _rank, ...row }) => row),
		next: last === undefined ? null : encodeKey([last.rank, last.month, last.key]),
	};
}

/** Lost ones first. @throws TieoutError INPUT for a cursor of another list */
export async function matchChangesOf(em: ScopedEm, of: OfPage): Promise<Omit<PageOf<MatchChange>, "total">> {
	const at = decodeKey(of.after, 3);
	const rank = `case x.change when 'lost' then '1' when 'changed' then '2' else '3' end`;
	const found = await em.execute<(MatchChange & Ranked)[]>(
		`${matchChanges} select x.key, x.month, x.about, x.level, x.currency, x.change, x.before_pass as "beforePass", x.after_pass as "afterPass",
			(coalesce(x.after_residual, 0) - coalesce(x.before_residual, 0))::text as "differenceMinor", ${rank} as "rank",
			(select string_agg(coalesce(nullif(r.document, ''), nullif(r.description, ''), nullif(r.reference, ''), r.natural_key), ', ' order by b.position)
				from match_members b join canonical_rows r on r.tenant_id = b.tenant_id and r.id = b.canonical_id and r.version = b.canonical_version
				where b.tenant_id = ?::uuid and b.run_id = coalesce(x.after_run, x.before_run) and b.match_id = coalesce(x.after_id, x.before_id)
					and b.side = 'b' and b.position < 4) as "other"
		from changes x ${at === null ? "" : `where (${rank}, x.month, x.key collate "C") > (?, ?, ?)`}
		order by ${rank}, x.month, x.key collate "C" limit ?`,
		[...parameters(of), of.tenantId, ...(at ?? []), of.limit + 1],
	);
	return pageOf(found, of.limit);
}

export interface ExceptionChange {
	readonly key: string;
	readonly month: string;
	readonly about: string;
	readonly type: string;
	readonly currency: string;
	readonly change: "closed" | "opened" | "changed";
	readonly beforeSentence: string | null;
	readonly afterSentence: string | null;
	/** What it adds to the open difference. */
	readonly differenceMinor: string;
}

/** Opened ones first. @throws TieoutError INPUT for a cursor of another list */
export async function exceptionChangesOf(em: ScopedEm, of: OfPage): Promise<Omit<PageOf<ExceptionChange>, "total">> {
	const at = decodeKey(of.after, 3);
	const rank = `case x.change when 'opened' then '1' when 'changed' then '2' else '3' end`;
	const found = await em.execute<(ExceptionChange & Ranked)[]>(
		`${exceptionChanges} select x.key, x.month, x.about, x.type, x.currency, x.change, x.before_sentence as "beforeSentence",
			x.after_sentence as "afterSentence", x.difference::text as "differenceMinor", ${rank} as "rank"
		from changes x ${at === null ? "" : `where (${rank}, x.month, x.key collate "C") > (?, ?, ?)`}
		order by ${rank}, x.month, x.key collate "C" limit ?`,
		[...parameters(of), ...(at ?? []), of.limit + 1],
	);
	return pageOf(found, of.limit);
}

export interface ExplainedSide extends SideOfRun {
	readonly side: "books" | "bank";
	readonly currency: string;
}

/**
 * What explains a run's open differences. Books: each exception, then what is within tolerance and what is unexplained. The bank's share
 * of an exception isn't kept with it, so there the types of exceptions explain.
 */
export async function explainedDifferences(
	em: ScopedEm,
	{ tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<ExplainedSide[]> {
	const lines = await em.execute<{ line: string; currency: string; minor: string }[]>(
		`select line, currency, difference_minor::text as "minor" from reconciliation_totals
		where tenant_id = ?::uuid and run_id = ?::uuid and (line like 'books.%' or line like 'bank.%') order by position`,
		[tenantId, runId],
	);
	const exceptions = await em.execute<{ key: string; about: string; type: string; currency: string; minor: string }[]>(
		`select x.type || '|' || coalesce(x.payout_key, '') || '|' || x.leaf as "key", coalesce(x.payout_key, x.leaf) as "about", x.type, x.currency,
			sum(x.difference_minor)::bigint::text as "minor"
		from exceptions x where x.tenant_id = ?::uuid and x.run_id = ?::uuid and x.difference_minor <> 0
		group by x.type, x.payout_key, x.leaf, x.currency`,
		[tenantId, runId],
	);
	const totals = lines.filter(({ line }) => line.endsWith(".total"));
	return totals.map(({ line, currency, minor }) => {
		const name = line === "books.total" ? "books" : "bank";
		const rest = lines
			.filter((each) => each.currency === currency && each.line.startsWith(`${name}.`))
			.flatMap((each) => explainedLine(name, each));
		const own: Explained[] =
			name === "bank"
				? []
				: exceptions
						.filter((each) => each.currency === currency)
						.map(({ key, about, type, minor: of }) => ({ key, label: `${about}, ${type.replaceAll("_", " ")}`, minor: BigInt(of) }));
		return { side: name, currency, totalMinor: BigInt(minor), explained: [...own, ...rest] };
	});
}

function explainedLine(side: "books" | "bank", { line, minor }: { readonly line: string; readonly minor: string }): Explained[] {
	const name = line.slice(side.length + 1);
	if (name === "tolerance") return [{ key: name, label: "Within tolerance", minor: BigInt(minor) }];
	if (name === "unexplained") return [{ key: name, label: "Unexplained", minor: BigInt(minor) }];
	if (side === "bank" && name.startsWith("explained:"))
		return [{ key: name, label: name.slice("explained:".length).replaceAll("_", " "), minor: BigInt(minor) }];
	return [];
}
