// Asks for a mail: the row first, then the run that sends it. Takes the same time whomever it is for, because nothing is looked up here.
import { randomUUID } from "node:crypto";
import { insertMail } from "../../db/tenancy/mail.store.ts";
import type { FactsOf } from "../../domain/tenancy/mail-facts.ts";
import type { MailKind } from "../../domain/tenancy/mail.ts";
import { mailRun } from "../../platform/mail-run.ts";
import { sealFacts } from "../../platform/mail-secrets.ts";
import { startPlatformRun } from "../../platform/start-platform-run.ts";
import type { RequestContext } from "../context.ts";

const startWithinMs = 3_000;

export async function requestMail<Kind extends MailKind>(
	{ deps, log }: Pick<RequestContext, "deps" | "log">,
	kind: Kind,
	facts: FactsOf<Kind>,
): Promise<void> {
	const id = randomUUID();
	await insertMail(deps.orm, { id, kind, sealed: sealFacts(deps.keys, id, { ...facts }) });
	try {
		await deps.temporal.client.withDeadline(Date.now() + startWithinMs, () => startPlatformRun(deps.temporal, mailRun(id)));
	} catch (error) {
		log.warn({ err: error, mailId: id }, "a mail waits for the next round");
	}
}
