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

const sums = `select p.natural_key, p.ledger_date, p.currency, p.amount_minor,
		count(i.id) filter (where i.category <> ?) as items, coalesce(sum(i.net_minor) filter (where i.category <> ?), 0) as items_minor
	from canonical_rows p
	left join canonical_rows i on i.tenant_id = p.tenant_id and i.kind = ? and i.group_key = p.natural_key
		and i.connection_id = p.connection_id and i.to_seq is null
	where p.tenant_id = ?::uuid and p.connection_id = ?::uuid and p.kind = ? and p.category = ? and p.document_kind = ? and p.to_seq is null
	group by p.natural_key, p.ledger_date, p.currency, p.amount_minor`;

const parameters = (rule: ItemsRule): string[] => [
	rule.ownCategory,
	rule.ownCategory,
	rule.itemKind,
	rule.tenantId,
	rule.connectionId,
	rule.parent,
	rule.parentCategory,
	rule.parentState,
];

/** Natural keys of parents that do not add up, oldest first. */
export async function pendingParents(em: ScopedEm, rule: ItemsRule & { readonly limit: number }): Promise<string[]> {
	const rows = await em.execute<{ key: string }[]>(
		`select s.natural_key as "key" from (${sums}) s where s.items_minor <> s.amount_minor or s.items = 0
		order by s.ledger_date, s.natural_key collate "C" limit ?`,
		[...parameters(rule), rule.limit],
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
		`select s.currency, count(*)::int as "parents", count(*) filter (where s.items_minor = s.amount_minor and s.items > 0)::int as "tying",
			sum(s.amount_minor)::text as "parentsMinor", sum(s.items_minor)::text as "itemsMinor"
		from (${sums}) s group by s.currency order by s.currency collate "C"`,
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
		`select s.natural_key as "key", s.currency, s.amount_minor::text as "parentMinor", s.items_minor::text as "itemsMinor", s.items::int as "items"
		from (${sums}) s where s.items_minor <> s.amount_minor or s.items = 0 order by s.ledger_date, s.natural_key collate "C" limit ?`,
		[...parameters(rule), rule.limit],
	);
}
