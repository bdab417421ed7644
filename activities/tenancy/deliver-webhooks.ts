// Sends what is due to one endpoint: events of different keys beside each other, those of one key one after the other. What a
// receiver answers is kept with the try; nothing of it and no secret goes into a history or a log.
import { endpointOf, setEndpointStatus } from "../../db/tenancy/webhook-endpoint.store.ts";
import { type DueDelivery, dueDeliveries, nextDeliveryInMs, recordTry } from "../../db/tenancy/webhook-delivery.store.ts";
import { signingSecretsOf } from "../../db/tenancy/webhook-secret.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { judgeTry, retryAfterMs, type TryOutcome, trySentence } from "../../domain/tenancy/webhooks/retries.ts";
import { wireBody } from "../../domain/tenancy/webhooks/wire.ts";
import { webhookSignature } from "../../platform/webhook-signature.ts";
import { webhooks } from "../../temporal.config.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

export interface DeliverInput extends JobInput {
	readonly endpointId: string;
}

export interface Delivered {
	readonly delivered: number;
	readonly failed: number;
	/** Until something may be sent again; 0: now; null: nothing waits. */
	readonly nextInMs: number | null;
	/** The endpoint is paused or gone: there is nothing to wait for. */
	readonly over: boolean;
}

const keptOfAnswer = 2_000;

export const deliverDue = defineActivity("deliverDue", async (ctx, input: DeliverInput): Promise<Delivered> => {
	const { tenantId, endpointId } = input;
	const open = await ctx.withTenant(async (em) => {
		const endpoint = await endpointOf(em, input);
		if (endpoint === null || endpoint.status !== "active") return null;
		return { url: endpoint.url, sealed: await signingSecretsOf(em, input), due: await dueDeliveries(em, input, webhooks.perRound) };
	});
	if (open === null) return { delivered: 0, failed: 0, nextInMs: null, over: true };
	const secrets = open.sealed.flatMap((sealed) => ctx.secrets.open({ tenantId, recordId: endpointId }, sealed)["secret"] ?? []);
	const counts = { delivered: 0, failed: 0 };
	const waiting = [...open.due];
	const worker = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined && !ctx.signal.aborted; next = waiting.shift()) {
			const delivered = await deliver(ctx, input, { url: open.url, secrets, due: next });
			counts[delivered ? "delivered" : "failed"] += 1;
			ctx.heartbeat(counts);
		}
	};
	await Promise.all(Array.from({ length: Math.min(webhooks.atOnce, waiting.length) }, worker));
	ctx.signal.throwIfAborted();
	if (open.due.length > 0) ctx.log.info({ count: counts.delivered, total: open.due.length }, "events were sent to the endpoint");
	return { ...counts, over: false, nextInMs: await ctx.withTenant((em) => nextDeliveryInMs(em, input)) };
});

interface Sending {
	readonly url: string;
	readonly secrets: readonly string[];
	readonly due: DueDelivery;
}

async function deliver(ctx: ActivityContext, input: DeliverInput, sending: Sending): Promise<boolean> {
	const began = performance.now();
	const { outcome, answer } = await send(ctx, sending);
	const { due } = sending;
	const judgement = judgeTry(outcome, due.tries + 1);
	await ctx.withTenant(async (em) => {
		await recordTry(em, {
			tenantId: input.tenantId,
			endpointId: input.endpointId,
			deliveryId: due.id,
			judgement,
			tookMs: Math.round(performance.now() - began),
			status: outcome.kind === "answered" ? outcome.status : null,
			sentence: judgement.status === "delivered" ? null : trySentence(outcome),
			answer,
		});
		if (judgement.status === "dead" && judgement.gone) await setEndpointStatus(em, input, "gone");
	});
	return judgement.status === "delivered";
}

async function send(ctx: ActivityContext, { url, secrets, due }: Sending): Promise<{ outcome: TryOutcome; answer: string }> {
	const body = wireBody(due);
	const atSeconds = Math.floor(ctx.clock.now().getTime() / 1000);
	try {
		const response = await ctx.outside.fetchWithin({ timeoutMs: webhooks.answerWithinMs, maxBytes: 65_536 })(url, {
			method: "POST",
			headers: {
				"content-type": "application/json",
				"user-agent": "Tieout-Webhooks/1",
				"webhook-id": due.eventId,
				"webhook-timestamp": String(atSeconds),
				"webhook-signature": webhookSignature({ id: due.eventId, atSeconds, body, secrets }),
			},
			body,
			signal: ctx.signal,
			redirect: "manual",
		});
		const answer = await response.text().catch(() => "");
		const asked = retryAfterMs(response.headers.get("retry-after"), ctx.clock.now().getTime());
		return { outcome: { kind: "answered", status: response.status, retryAfterMs: asked }, answer: plainText(answer) };
	} catch (error) {
		// A worker that stops is no failure of the receiver.
		ctx.signal.throwIfAborted();
		return { outcome: { kind: "failed", code: failureCode(error) }, answer: "" };
	}
}

/** The beginning of an answer, without what a database or a terminal could act on. */
const plainText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, " ").slice(0, keptOfAnswer);

function failureCode(error: unknown): string {
	if (error instanceof TieoutError) return error.code;
	for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
		const { name, code } = at as { name: string; code?: unknown };
		if (name === "TimeoutError" || code === "UND_ERR_CONNECT_TIMEOUT") return "TIMED_OUT";
		if (typeof code !== "string") continue;
		if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE") return "CUT";
		if (code.startsWith("ERR_TLS") || code.includes("CERT") || code.startsWith("ERR_SSL")) return "TLS_REFUSED";
	}
	return "UNREACHABLE";
}
