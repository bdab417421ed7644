// Counts of refused webhooks: one row for a connection, day and reason, so that whoever knows an address can't fill the database.
import type { HookRefusal } from "../../domain/sync/hook-refusal.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

const keptDays = 30;

export async function countRefusal(
	em: ScopedEm,
	{ tenantId, connectionId, reason }: { readonly tenantId: string; readonly connectionId: string; readonly reason: HookRefusal },
): Promise<void> {
	const [first] = await em.execute<{ times: number }[]>(
		`insert into inbox_refusals (tenant_id, connection_id, day, reason) values (?::uuid, ?::uuid, (now() at time zone 'UTC')::date, ?)
		on conflict (tenant_id, connection_id, day, reason) do update set times = inbox_refusals.times + 1, last_at = now() returning times`,
		[tenantId, connectionId, reason],
	);
	if (first?.times !== 1) return;
	await em.execute(
		"delete from inbox_refusals where tenant_id = ?::uuid and connection_id = ?::uuid and day < (now() at time zone 'UTC')::date - ?::int",
		[tenantId, connectionId, keptDays],
	);
	await notify(em, { topic: "webhooks", key: connectionId });
}
