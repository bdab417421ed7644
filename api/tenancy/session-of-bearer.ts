// The session behind an access token: the token has to be ours and good, and its session has to be open, of the same person and in the same
// company. So a token of one company opens nothing once its session has gone to another.
import type { Session } from "../../db/tenancy/session.store.ts";
import type { ApiDeps } from "../context.ts";

export async function sessionOfBearer(deps: Pick<ApiDeps, "tokens" | "sessions">, token: string): Promise<Session | null> {
	const facts = await deps.tokens.verify(token);
	if (facts === null) return null;
	const session = await deps.sessions.ofId(facts);
	return session?.tenantId === facts.tenantId ? session : null;
}
