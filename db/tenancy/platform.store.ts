// People who run the platform, and the companies on it.
import type { ScopedEm } from "../tenant-scope.ts";

/** The acting user's own row (withUser). */
export async function isPlatformAdmin(em: ScopedEm, userId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>("select 1 from platform_admins where user_id = ?::uuid", [userId]);
	return rows.length > 0;
}
