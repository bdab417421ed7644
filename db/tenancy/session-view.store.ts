// The role that a session tries on. Written only as the session's own user; what it does is in access.store.ts.
import type { Role } from "../../domain/tenancy/permissions.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";

export interface SessionView {
	readonly sessionId: string;
	readonly userId: string;
	readonly tenantId: string;
	readonly role: Role | "custom";
	readonly roleId: string | null;
	readonly draft: boolean;
}

export async function setSessionView(em: ScopedEm, { sessionId, userId, tenantId, role, roleId, draft }: SessionView): Promise<void> {
	const rows = await em.execute<unknown[]>(
		`insert into session_views (session_id, user_id, tenant_id, role, role_id, draft)
		select s.id, s.user_id, ?::uuid, ?, ?::uuid, ? from sessions s where s.id = ?::uuid and s.user_id = ?::uuid
		on conflict (session_id) do update set tenant_id = excluded.tenant_id, role = excluded.role, role_id = excluded.role_id, draft = excluded.draft returning 1`,
		[tenantId, role, roleId, draft, sessionId, userId],
	);
	if (rows.length === 0) throw new TieoutError("INPUT", "Only a session of a person can look through another role.");
	await accessChanged(em, tenantId);
}

/** True when the session looked through another role. */
export async function endSessionView(em: ScopedEm, { sessionId, tenantId }: Pick<SessionView, "sessionId" | "tenantId">): Promise<boolean> {
	const rows = await em.execute<unknown[]>("delete from session_views where session_id = ?::uuid returning 1", [sessionId]);
	await accessChanged(em, tenantId);
	return rows.length > 0;
}
