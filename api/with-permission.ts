// One unit of work of a signed-in person in their active tenant: one transaction, one permission check. Every tenant
// procedure and every plain HTTP route that touches tenant data goes through it; there is no other way to an entity manager.
import { TieoutError } from "../domain/core/errors.ts";
import type { Actor } from "../domain/tenancy/actor.ts";
import type { DomainEvent } from "../domain/tenancy/events.ts";
import { companyWide } from "../domain/tenancy/entity-scope.ts";
import { may, type Permission } from "../domain/tenancy/permissions.ts";
import { refuseWrite } from "../domain/tenancy/read-only.ts";
import type { MemberAccess } from "../db/tenancy/access.store.ts";
import { type AuditEntry, type AuditOrigin, recordAudit } from "../db/tenancy/audit.store.ts";
import { emitEvent } from "../db/tenancy/outbox.store.ts";
import { type ScopedEm, withTenant } from "../db/tenant-scope.ts";
import type { RequestContext } from "./context.ts";
import { type SourceBytes, sourceBytes } from "./source-bytes.ts";

// A Temporal that hangs must not keep transactions open: ten such requests would hold every connection to the database.
const temporalLimitMs = 5_000;

export interface TenantWork {
	readonly em: ScopedEm;
	readonly tenantId: string;
	readonly userId: string;
	/** What the person may do here. */
	readonly access: MemberAccess;
	/** What the sources sent, as received: closed to whoever has masks. */
	readonly sources: SourceBytes;
	/** Who acts, as the audit trail names them. */
	readonly actor: Actor;
	readonly correlationId: string;
	/** Writes into the audit trail, in this transaction. */
	readonly audit: (entry: AuditEntry) => Promise<void>;
	/** Tells subscribers, once this transaction has committed. */
	readonly emit: (event: DomainEvent) => Promise<void>;
	/** Runs `step` once the transaction has committed: workflow starts. A failure is logged, never thrown; what it left undone is picked up again. */
	readonly afterCommit: (step: () => Promise<unknown>) => void;
}

/**
 * What the person may do is remembered for a moment (platform/access-cache.ts); the entities they are limited to bind the transaction.
 * @throws TieoutError NOT_SIGNED_IN; FORBIDDEN when the role in this tenant lacks `permission`; a code of read-only.ts when it only reads
 */
export async function withPermission<Out>(
	context: RequestContext,
	permission: Permission,
	work: (tenant: TenantWork) => Promise<Out>,
	/** What the audit trail says of work that says nothing itself. */
	unsaid?: () => Promise<AuditEntry>,
): Promise<Out> {
	const { session, deps, log } = context;
	if (session === null) throw notSignedIn();
	const { tenantId, userId, sessionId } = session;
	const access = await deps.access.of({ tenantId, userId, sessionId });
	if (access === null || !may(access, permission)) throw forbidden(permission, access);
	const refusal = context.writes ? refuseWrite(access, permission) : null;
	if (refusal !== null) throw new TieoutError(refusal.code, refusal.message);
	const steps: (() => Promise<unknown>)[] = [];
	const out = await withTenant(deps.orm, { tenantId, userId, entityIds: access.entityIds, masks: access.rules.masks }, async (em) => {
		const { correlationId } = context;
		const actor = actorOf(userId, access);
		let said = 0;
		const audit: TenantWork["audit"] = (entry) => {
			said += 1;
			return recordAudit(em, { ...entry, tenantId, actor, origin: originOf(context, access.email), correlationId });
		};
		const tenant: TenantWork = {
			em,
			tenantId,
			userId,
			access,
			sources: sourceBytes(deps.storage, access.rules.masks),
			actor,
			correlationId,
			audit,
			emit: (event) => emitEvent(em, { ...event, tenantId }),
			afterCommit: (step) => steps.push(step),
		};
		const done = await temporalWithin(deps, () => work(tenant));
		if (said === 0 && unsaid !== undefined) await audit(await unsaid());
		return done;
	});
	for (const step of steps) {
		try {
			await temporalWithin(deps, step);
		} catch (error) {
			log.warn({ err: error }, "a step after commit failed; the starter takes it up");
		}
	}
	return out;
}

const temporalWithin = <Out>({ temporal: { client } }: RequestContext["deps"], work: () => Promise<Out>): Promise<Out> =>
	client.withDeadline(Date.now() + temporalLimitMs, work);

export const notSignedIn = (): TieoutError => new TieoutError("NOT_SIGNED_IN", "Sign in to go on: the session has ended.");

const actorKindOf = { member: "person", service: "key", support: "support" } as const;

export const actorOf = (userId: string, { kind, name }: MemberAccess): Actor => ({
	kind: actorKindOf[kind],
	id: userId,
	name,
	onBehalfOf: null,
});

/** Where a request came from, for the audit trail alone. @param email whose it is; null: a program's */
export const originOf = ({ address }: RequestContext, email: string | null): AuditOrigin => ({ email, address });

/** What to say to somebody who may not do this. */
export function forbidden(permission: Permission, access: MemberAccess | null): TieoutError {
	if (access !== null && access.viewing !== null)
		return new TieoutError("FORBIDDEN", `${access.viewing.name} lacks "${permission}": somebody in that role doesn't see this.`, {
			permission,
		});
	if (access === null)
		return new TieoutError("FORBIDDEN", "You are no longer a member of this company. Switch to another one, or ask its admin.");
	if (access.kind === "service")
		return new TieoutError(
			"FORBIDDEN",
			`This API key lacks "${permission}". What a key may do stays as it was made: make one that has it.`,
			{
				permission,
			},
		);
	if (access.entityIds !== null && companyWide.has(permission))
		return new TieoutError(
			"FORBIDDEN",
			`You see some entities of this company, and "${permission}" reaches all of it. An admin can let you see the whole company.`,
			{ permission, role: access.role.name },
		);
	return new TieoutError(
		"FORBIDDEN",
		`Your role (${access.role.name}) lacks "${permission}". An admin of this company can give it to you.`,
		{
			permission,
			role: access.role.name,
		},
	);
}
