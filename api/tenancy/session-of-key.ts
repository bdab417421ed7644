// Who acts when a request brings an API key: the key's own service member, in the key's own company.
import { createHash } from "node:crypto";
import { keyBySecretHash, keyWasUsed } from "../../db/tenancy/api-key.store.ts";
import type { Session } from "../../db/tenancy/session.store.ts";
import { isApiKey } from "../../domain/tenancy/api-key.ts";
import type { ApiDeps } from "../context.ts";

const everyMs = 5 * 60_000;
const lastNoted = new WeakMap<ApiDeps, Map<string, number>>();

/** null: unknown, expired or revoked. What can't be a key at all is not asked for. */
export async function sessionOfKey(deps: ApiDeps, key: string): Promise<Session | null> {
	if (!isApiKey(key)) return null;
	const holder = await keyBySecretHash(deps.orm, createHash("sha256").update(key).digest("hex"));
	if (holder === null) return null;
	noteUse(deps, holder);
	const { keyId, tenantId, userId } = holder;
	return { sessionId: keyId, tenantId, userId, boundTenantId: tenantId };
}

/** Beside the request: a key's last use is worth no waiting, and a failure to note it no error. */
function noteUse(deps: ApiDeps, holder: Awaited<ReturnType<typeof keyBySecretHash>> & object): void {
	const noted = lastNoted.get(deps) ?? new Map<string, number>();
	lastNoted.set(deps, noted);
	const now = deps.now().getTime();
	if (now - (noted.get(holder.keyId) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
	noted.set(holder.keyId, now);
	keyWasUsed(deps.orm, holder).catch((error: unknown) =>
		deps.log.warn({ err: error, keyId: holder.keyId }, "last use of a key was not noted"),
	);
}
