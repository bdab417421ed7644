// Tells browsers that something changed, when the transaction commits and never before. Only which thing: clients fetch it again.
import type { ScopedEm } from "./tenant-scope.ts";

/** The channel that the API listens on. */
export const notifyChannel = "tieout";

/** `access`: who may do what here: members, invitations, roles, support, policies, plan; `audit`: the trail was sealed or signed. */
export const topics = ["jobs", "connections", "reconciliations", "files", "incidents", "webhooks", "access", "audit"] as const;
export type Topic = (typeof topics)[number];

/** Sends for the acting tenant, so that no unit of work can speak for another. Equal notifications of one transaction arrive once. */
export async function notify(em: ScopedEm, { topic, key }: { readonly topic: Topic; readonly key: string }): Promise<void> {
	await em.execute(
		`select pg_notify(?, json_build_object('tenant', nullif(current_setting('app.tenant_id', true), ''), 'topic', ?::text, 'key', ?::text)::text)`,
		[notifyChannel, topic, key],
	);
}
