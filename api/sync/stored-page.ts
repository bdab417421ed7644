import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { maskHeaders, maskSecrets } from "../../domain/sync/mask-secrets.ts";
import { pageOf } from "../../db/sync/page.store.ts";
import { procedure } from "../trpc.ts";
import { openStoredPage } from "./read-stored-page.ts";

const output = z.object({
	id: z.string(),
	connectionId: z.string(),
	connectionName: z.string(),
	vendor: z.string(),
	stream: z.string(),
	seq: z.number().nullable(),
	kind: z.enum(["page", "refusal", "total", "reprocess"]),
	jobId: z.string(),
	workflowId: z.string(),
	runId: z.string(),
	activityId: z.string(),
	attempt: z.number(),
	pageNo: z.number(),
	/** Stored without credentials; whatever still looks like one is covered. */
	request: z.object({ method: z.string(), target: z.string(), body: z.string() }),
	response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), receivedAt: z.string() }),
	sizeBytes: z.number(),
	rowCount: z.number(),
	sha256: z.string(),
	check: z.object({ ok: z.boolean(), note: z.string() }),
	/** null when the stored bytes can't be read. */
	body: z
		.object({
			text: z.string(),
			/** Position of `text` in the whole body, in characters. */
			offset: z.number(),
			totalChars: z.number(),
			/** The record asked for, as positions in `text`. */
			highlight: z.object({ start: z.number(), end: z.number() }).nullable(),
		})
		.nullable(),
});

export const storedPage = procedure("pages.read")
	.input(z.object({ id: z.uuid("A page's id is a UUID."), index: z.int().min(0).optional() }))
	.output(output)
	.query(async ({ ctx: { em, tenantId, sources }, input }) => {
		const page = await pageOf(em, { tenantId, pageId: input.id });
		if (page === null) throw new TieoutError("NOT_FOUND", "There is no stored page with this id in this company.");
		const stored = await openStoredPage({ em, storage: sources, tenantId, page });
		const body = stored.ok ? await stored.value.view(input.index) : null;
		return {
			...page,
			request: { method: page.method, target: maskSecrets(page.target), body: maskSecrets(page.requestBody) },
			response: { status: page.status, headers: maskHeaders(page.headers), receivedAt: page.receivedAt },
			check: { ok: stored.ok, note: stored.ok ? stored.value.note : stored.error },
			body: body === null ? null : { ...body, text: maskSecrets(body.text) },
		};
	});
