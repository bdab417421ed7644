// Keeps what a vendor answered outside a page: refusals and totals. The bytes go to object storage first, then the ledger row.
import type { RawResponse } from "../../connectors/connector.ts";
import { VendorRefusal } from "../../connectors/vendor-refusal.ts";
import { keepAnswer, type PageFacts } from "../../db/sync/page.store.ts";
import type { ActivityContext } from "../core/define-activity.ts";

export interface AnswerOf {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly jobId: string;
	readonly stream: string;
}

/** What the ledger says about an exchange, its bytes already stored. */
export const pageFacts = (ctx: ActivityContext, of: AnswerOf, response: RawResponse, stored: PageFacts["stored"]): PageFacts => ({
	tenantId: of.tenantId,
	connectionId: of.connectionId,
	stream: of.stream,
	jobId: of.jobId,
	workflowId: ctx.info.workflowId,
	runId: ctx.info.runId,
	activityId: ctx.info.activityId,
	attempt: ctx.info.attempt,
	response: {
		method: response.method,
		target: response.target,
		requestBody: response.requestBody,
		status: response.status,
		headers: response.headers,
		receivedAt: response.receivedAt,
	},
	stored,
});

/** @returns the id of the stored answer */
export async function keepResponse(ctx: ActivityContext, of: AnswerOf, kind: "refusal" | "total", response: RawResponse): Promise<string> {
	const stored = await ctx.storage.put(of.tenantId, response.body);
	const id = await ctx.withTenant((em) => keepAnswer(em, { ...pageFacts(ctx, of, response, stored), kind, name: response.target }));
	ctx.answeredBy(id);
	return id;
}

/** Runs `ask` and keeps what a refusal answered before it goes on its way. */
export async function keepingRefusals<T>(ctx: ActivityContext, of: AnswerOf, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof VendorRefusal && error.response !== null) await keepResponse(ctx, of, "refusal", error.response);
		throw error;
	}
}

/** Says that it is alive while a vendor takes its time. @returns stops it */
export function heartbeating(ctx: ActivityContext, details: () => Readonly<Record<string, string | number>>): () => void {
	const timer = setInterval(() => ctx.heartbeat(details()), 2_000);
	return () => clearInterval(timer);
}
