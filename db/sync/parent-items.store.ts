// Parents and their items: which automatic payouts still lack items, and whether each adds up. The proof is computed from the rows
// themselves, so that nothing has to be remembered about what was already read.
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ItemsRule {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly itemKind: CanonicalKind;
	readonly parent: CanonicalKind;
	readonly parentCategory: string;
	/** `document_kind` of a parent whose items can be listed. */
	readonly parentState: string;
	/** Category of the parent's own row among its items, which takes no part. */
	readonly ownCategory: string;
}

// Items are added up first, once: joined row by row, the planner without statistics would look them up per parent.
const added = `with items as materialized (
		select group_key, count(*) as items, sum(net_minor) as minor from canonical_rows
		where tenant_id = ?::uuid and connection_id = ?::uuid and kind = ? and category <> ? and to_seq is null group by group_key
	), s as (
		select p.natural_key, p.ledger_date, p.currency, p.amount_minor, coalesce(i.items, 0) as items, coalesce(i.minor, 0) as items_minor
		from canonical_rows p left join items i on i.group_key = p.natural_key
		where p.tenant_id = ?::uuid and p.connection_id = ?::uuid and p.kind = ? and p.category = ? and p.document_kind = ? and p.to_seq is null
	)`;

const parameters = (rule: ItemsRule): string[] => [
	rule.tenantId,
	rule.connectionId,
	rule.itemKind,
	rule.ownCategory,
	rule.tenantId,
	rule.connectionId,
	rule.parent,
	rule.parentCategory,
	rule.parentState,
];

/** Natural keys of parents that do not add up, oldest first. */
export async function pendingParents(em: ScopedEm, rule: ItemsRule & { readonly limit: number }): Promise<string[]> {
	const rows = await em.execute<{ key: string }[]>(
		`${added} select s.natural_key as "key" from s where s.items_minor <> s.amount_minor or s.items = 0
		order by s.ledger_date, s.natural_key collate "C" limit ?`,
		[...parameters(rule), rule.limit],
	);
	return rows.map(({ key }) => key);
}

/** Natural keys of parents whose items can be listed and whose ledger date lies between `from` and `to`, by key, behind `last`. */
export async function parentsWithin(
	em: ScopedEm,
	rule: ItemsRule & { readonly from: string; readonly to: string; readonly last: string; readonly limit: number },
): Promise<string[]> {
	const rows = await em.execute<{ key: string }[]>(
		`select natural_key as "key" from canonical_rows where tenant_id = ?::uuid and connection_id = ?::uuid and kind = ? and category = ?
			and document_kind = ? and to_seq is null and ledger_date between ?::date and ?::date and natural_key > ? collate "C"
		order by natural_key collate "C" limit ?`,
		[rule.tenantId, rule.connectionId, rule.parent, rule.parentCategory, rule.parentState, rule.from, rule.to, rule.last, rule.limit],
	);
	return rows.map(({ key }) => key);
}

export interface ParentSum {
	readonly currency: string;
	readonly parents: number;
	readonly tying: number;
	readonly parentsMinor: string;
	readonly itemsMinor: string;
}

/** All parents together, per currency. */
export async function parentSums(em: ScopedEm, rule: ItemsRule): Promise<ParentSum[]> {
	return em.execute<ParentSum[]>(
		`${added} select s.currency, count(*)::int as "parents", count(*) filter (where s.items_minor = s.amount_minor and s.items > 0)::int as "tying",
			sum(s.amount_minor)::text as "parentsMinor", sum(s.items_minor)::text as "itemsMinor"
		from s group by s.currency order by s.currency collate "C"`,
		parameters(rule),
	);
}

export interface ParentDifference {
	readonly key: string;
	readonly currency: string;
	readonly parentMinor: string;
	readonly itemsMinor: string;
	readonly items: number;
}

/** The parents that do not add up, oldest first, at most `limit`. */
export async function parentDifferences(em: ScopedEm, rule: ItemsRule & { readonly limit: number }): Promise<ParentDifference[]> {
	return em.execute<ParentDifference[]>(
		`${added} select s.natural_key as "key", s.currency, s.amount_minor::text as "parentMinor", s.items_minor::text as "itemsMinor", s.items::int as "items"
		from s where s.items_minor <> s.amount_minor or s.items = 0 order by s.ledger_date, s.natural_key collate "C" limit ?`,
		[...parameters(rule), rule.limit],
	);
}
