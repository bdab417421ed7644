// POST /hooks/<connection>: what a vendor tells us. Nobody is signed in; the signature with the connection's own secret is the
// permission. Verified, kept once and answered in one transaction; what it is about is read back by a job. What is refused is only
// counted, by connection, day and reason.
import { randomUUID } from "node:crypto";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { connectionOf, sealedSecretsOf } from "../../db/sync/connection.store.ts";
import { countRefusal } from "../../db/sync/inbox-refusal.store.ts";
import { insertInbox, tenantOfConnection } from "../../db/sync/inbox.store.ts";
import { type ScopedEm, withoutScope, withTenant } from "../../db/tenant-scope.ts";
import { isUuid } from "../../domain/core/ids.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { HookRefusal } from "../../domain/sync/hook-refusal.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { Vendor } from "../../domain/sync/vendors/vendor.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { startJob } from "../../platform/start-job.ts";
import { timedSignatureFault } from "../../platform/webhook-signature.ts";
import { hookId } from "../../workflows/core/workflow-ids.ts";
import type { ApiDeps } from "../context.ts";
import { readBody } from "./read-body.ts";
import { requestFacts } from "./request-log.ts";

const bodyLimit = 1_048_576;

/** The same for an unknown connection, one without a secret and a wrong signature: nobody learns which connections there are. */
const refused = () =>
	new TieoutError(
		"HOOK_REFUSED",
		"The signature doesn't fit. Check the address, and the signing secret that was entered on the connection's page.",
	);

const unreadable = () => new TieoutError("HOOK_UNREADABLE", "This is no event: it has no id and type.");

const event = z.object({
	id: z.string().regex(/^[\w.:-]{1,255}$/),
	type: z.string().regex(/^[\w.:-]{1,255}$/),
});

export function hookRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.post("/hooks/:connectionId", (req, res) => take(deps, req, res));
	return router;
}

async function take(deps: ApiDeps, req: Request, res: Response): Promise<void> {
	const connectionId = String(req.params["connectionId"]);
	const body = await readBody(req, bodyLimit, "A webhook has at most 1 MiB.");
	const tenantId = isUuid(connectionId) ? await withoutScope(deps.orm, (em) => tenantOfConnection(em, connectionId)) : null;
	if (tenantId === null) throw refused();
	const { correlationId } = requestFacts(res);
	const taken = await withTenant(deps.orm, { tenantId }, async (em) => {
		const found = await verified(deps, em, { req, tenantId, connectionId, body });
		if (found.refusal !== null) return found;
		const told = event.safeParse(jsonOf(body));
		if (!told.success) return { refusal: "no_event" } as const;
		const inboxId = randomUUID();
		const { id: eventId, type: eventType } = told.data;
		if (!(await insertInbox(em, { tenantId, id: inboxId, connectionId, eventId, eventType, body }))) return { refusal: null, job: null };
		const job = await startJob({ ...deps, log: deps.log }, em, {
			tenantId,
			kind: "hook",
			title: `${found.title} told of ${eventType}`,
			businessKey: eventId,
			workflowId: hookId(tenantId, inboxId),
			requestedBy: null,
			correlationId,
			input: { inboxId, connectionId },
		});
		return { refusal: null, job };
	});
	const { refusal } = taken;
	if (refusal !== null) {
		if (refusal !== "nobody")
			await withTenant(deps.orm, { tenantId }, (em) => countRefusal(em, { tenantId, connectionId, reason: refusal }));
		throw refusal === "no_event" ? unreadable() : refused();
	}
	res.json({ received: true });
	await taken.job?.afterCommit();
}

interface Given {
	readonly req: Request;
	readonly tenantId: string;
	readonly connectionId: string;
	readonly body: Uint8Array;
}

type Verified = { readonly refusal: null; readonly title: string } | { readonly refusal: HookRefusal | "nobody" };

/** @returns what the vendor is called, or why nothing is taken; "nobody": no connection that takes webhooks */
async function verified(deps: ApiDeps, em: ScopedEm, { req, body, ...of }: Given): Promise<Verified> {
	const connection = await connectionOf(em, of);
	const vendor: Vendor | null = connection !== null && isVendorId(connection.vendor) ? vendors[connection.vendor] : null;
	const hooks = vendor?.webhooks;
	if (vendor === null || hooks === undefined) return { refusal: "nobody" };
	const sealed = await sealedSecretsOf(em, of);
	const secret = sealed === null ? "" : (createSecrets(deps.keys).open(of, sealed)[hooks.secretField] ?? "");
	if (secret === "") return { refusal: "no_secret" };
	const refusal = timedSignatureFault({ header: req.get(hooks.signatureHeader), secret, body, nowMs: deps.now().getTime() });
	return refusal === null ? { refusal, title: vendor.title } : { refusal };
}

function jsonOf(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
	} catch {
		return null;
	}
}
