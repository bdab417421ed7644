// Saved views of lists: a person sees their own and the shared ones; only the owner changes one, and only while it is theirs.
import { TieoutError } from "../../domain/core/errors.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** A list's state as it stands in the URL: filters, sort, columns. */
export type ViewState = Readonly<Record<string, string>>;

export interface SavedView {
	readonly id: string;
	readonly list: string;
	readonly name: string;
	readonly shared: boolean;
	readonly state: ViewState;
	readonly own: boolean;
	readonly ownerName: string;
}

export const mostViewsPerList = 50;

export interface ViewsOf {
	readonly tenantId: string;
	readonly userId: string;
}

/** In their order; of one list, or of all. */
export function savedViews(
	em: ScopedEm,
	{ tenantId, userId, list }: ViewsOf & { readonly list?: string | undefined },
): Promise<SavedView[]> {
	return em.execute<SavedView[]>(
		`select v.id::text as "id", v.list, v.name, v.shared, v.state, v.owner_id = ?::uuid as "own", m.name as "ownerName"
		from saved_views v join memberships m on m.tenant_id = v.tenant_id and m.user_id = v.owner_id
		where v.tenant_id = ?::uuid and (v.owner_id = ?::uuid or v.shared) ${list === undefined ? "" : "and v.list = ?"}
		order by v.list, v.position, v.id`,
		[userId, tenantId, userId, ...(list === undefined ? [] : [list])],
	);
}

export interface NewView extends ViewsOf {
	readonly id: string;
	readonly list: string;
	readonly name: string;
	readonly shared: boolean;
	readonly state: ViewState;
}

/** Behind the others. @throws TieoutError TOO_MANY */
export async function insertView(em: ScopedEm, view: NewView): Promise<void> {
	const rows = await em.execute<{ id: string }[]>(
		`insert into saved_views (tenant_id, id, owner_id, list, name, shared, state, position)
		select ?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?::jsonb, coalesce(max(position), 0) + 1 from saved_views
		where tenant_id = ?::uuid and list = ? having count(*) filter (where owner_id = ?::uuid) < ? returning id::text as "id"`,
		[
			view.tenantId,
			view.id,
			view.userId,
			view.list,
			view.name,
			view.shared,
			JSON.stringify(view.state),
			view.tenantId,
			view.list,
			view.userId,
			mostViewsPerList,
		],
	);
	if (rows.length === 0)
		throw new TieoutError("TOO_MANY", `You have ${mostViewsPerList} saved views of this list. Delete one, then save this one.`);
}

export interface ViewChange extends ViewsOf {
	readonly id: string;
	readonly name?: string | undefined;
	readonly shared?: boolean | undefined;
	readonly state?: ViewState | undefined;
}

/** False when there is no such view of this person. */
export async function updateView(em: ScopedEm, { tenantId, userId, id, name, shared, state }: ViewChange): Promise<boolean> {
	const rows = await em.execute<{ id: string }[]>(
		`update saved_views set name = coalesce(?::text, name), shared = coalesce(?::boolean, shared), state = coalesce(?::jsonb, state),
			updated_at = now() where tenant_id = ?::uuid and id = ?::uuid and owner_id = ?::uuid returning id::text as "id"`,
		[name ?? null, shared ?? null, state === undefined ? null : JSON.stringify(state), tenantId, id, userId],
	);
	return rows.length > 0;
}

/** The view that was deleted, so that it can be put back; null when there is no such view of this person. */
export async function deleteView(
	em: ScopedEm,
	{ tenantId, userId, id }: ViewsOf & { readonly id: string },
): Promise<Pick<SavedView, "id" | "list" | "name" | "shared" | "state"> | null> {
	const rows = await em.execute<SavedView[]>(
		`delete from saved_views where tenant_id = ?::uuid and id = ?::uuid and owner_id = ?::uuid
		returning id::text as "id", list, name, shared, state`,
		[tenantId, id, userId],
	);
	return rows[0] ?? null;
}
