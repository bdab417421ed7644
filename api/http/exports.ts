// Exports: up to 10,000 rows are the answer itself, more become a job whose file is fetched here when it is ready.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import { type ExportState, exportById, exportSource, insertExport } from "../../db/sync/export.store.ts";
import type { ExportFormat, StoredFormat } from "../../db/sync/export.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ExportRow } from "../../domain/core/export-cell.ts";
import type { Canonical } from "../../domain/core/canonical-json.ts";
import { isUuid } from "../../domain/core/ids.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { exportDeciders, judgeExport } from "../../domain/tenancy/policies/exports.ts";
import { contentTypeOf, exportFile, fileNameOf } from "../../platform/export-file.ts";
import { startJob } from "../../platform/start-job.ts";
import { exportId } from "../../workflows/core/workflow-ids.ts";
import { type ApiDeps, requestContext } from "../context.ts";
import { exportColumns, exportInput, exportRequest, readsList } from "../sync/export.schema.ts";
import { type ProposedChange, proposeChange } from "../tenancy/propose-change.ts";
import { requireUnmasked } from "../sync/unmasked.ts";
import { forbidden, type TenantWork, withPermission } from "../with-permission.ts";
import { readBody } from "./read-body.ts";
import { notFromElsewhere, onlyOurPages } from "./same-site.ts";

export const mostRowsAtOnce = 10_000;
const maxBodyBytes = 1024 * 1024;

export function exportRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.post("/exports", onlyOurPages, (req, res) => create(deps, req, res));
	router.get("/exports/:id", notFromElsewhere, (req, res) => download(deps, req, res));
	return router;
}

async function create(deps: ApiDeps, req: Request, res: Response): Promise<void> {
	const context = await requestContext(deps, req, res);
	const body = await readBody(req, maxBodyBytes, "This selection is too long to send. Export everything that matches instead.");
	const at = deps.now().toISOString();
	const outcome = await withPermission(context, "exports.create", async (work) => {
		const input = exportInput.parse(json(body));
		const request = exportRequest(input);
		const needs = readsList[request.list];
		if (!may(work.access, needs)) throw forbidden(needs, work.access);
		const columns = exportColumns(input, request);
		const masks = [...work.access.rules.masks].sort();
		const state: ExportState = { request, columns, title: input.title, words: input.words, masks, ...(await whoAsks(work)) };
		requireUnmasked(work.access.rules.masks, request);
		const source = exportSource(request);
		const summary = await source.summary(work.em, work.tenantId);
		const verdict = judgeExport(work.access.rules.exports, { format: input.format, rows: summary.count });
		if (verdict.kind === "refused") throw new TieoutError(verdict.code, verdict.message);
		const said = (jobId: string | null) =>
			work.audit({
				action: "exports.create",
				resource: { kind: "list", id: request.list },
				jobId,
				summary: `The list ${request.list} was exported as ${input.format}: ${summary.count} rows`,
				after: { columns: columns.map(({ id }) => id), request, rows: summary.count },
			});
		const name = fileNameOf(input.title, at, input.format);
		if (verdict.kind === "approval") {
			const waits = await askForExport(context, work, { name, format: input.format, state, rows: summary.count, above: verdict.above });
			return { kind: "approval" as const, ...waits, rows: summary.count };
		}
		if (summary.count > mostRowsAtOnce) {
			const id = await startExport(context, work, { name, format: input.format, state });
			await said(id);
			return { kind: "job" as const, id, rows: summary.count };
		}
		await said(null);
		const batches: (readonly ExportRow[])[] = [];
		for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
			const page = await source.batch(work.em, work.tenantId, cursor);
			batches.push(page.rows);
			cursor = page.next;
		}
		return { kind: "file" as const, state, format: input.format, source, summary, batches };
	});
	if (outcome.kind === "job") {
		res.status(202).json({ exportId: outcome.id, jobId: outcome.id, rows: outcome.rows });
		return;
	}
	if (outcome.kind === "approval") {
		res.status(202).json({ decisionId: outcome.decisionId, jobId: outcome.jobId, rows: outcome.rows });
		return;
	}
	const { kind: _kind, batches, ...file } = outcome;
	sendAs(res, fileNameOf(file.state.title, at, file.format), file.format);
	await pipeline(Readable.from(exportFile({ ...file, batches: inOrder(batches), at })), res);
}

async function* inOrder(batches: readonly (readonly ExportRow[])[]): AsyncGenerator<readonly ExportRow[]> {
	for (const batch of batches) yield batch;
}

function json(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body));
	} catch {
		throw new TieoutError("INPUT", "The request could not be read as JSON.");
	}
}

async function whoAsks({ em, tenantId, userId }: TenantWork): Promise<Pick<ExportState, "askedBy" | "company">> {
	const user = await userById(em, userId);
	const membership = (await membershipsOf(em, userId)).find((each) => each.tenantId === tenantId);
	return { askedBy: user?.email ?? "", company: membership?.name ?? "" };
}

interface Asked {
	readonly name: string;
	readonly format: ExportFormat;
	readonly state: ExportState;
}

async function startExport(
	{ deps, log, correlationId }: Awaited<ReturnType<typeof requestContext>>,
	{ em, tenantId, userId, afterCommit }: TenantWork & { readonly em: ScopedEm },
	asked: Asked,
): Promise<string> {
	const job = await startJob({ ...deps, log }, em, {
		tenantId,
		kind: "export",
		title: `Export ${asked.state.title.toLowerCase()}`,
		businessKey: asked.name,
		workflowId: exportId(tenantId, randomUUID()),
		requestedBy: userId,
		correlationId,
		input: {},
	});
	await insertExport(em, { tenantId, id: job.jobId, requestedBy: userId, ...asked });
	afterCommit(job.afterCommit);
	return job.jobId;
}

/** Keeps the export for a second person: more rows than a policy lets out unseen. */
async function askForExport(
	context: Awaited<ReturnType<typeof requestContext>>,
	work: TenantWork,
	{ name, format, state, rows, above }: Asked & { readonly rows: number; readonly above: number },
): Promise<ProposedChange> {
	const { tenantId, userId, correlationId } = work;
	const args = {
		requestedBy: userId,
		name,
		format,
		rows,
		// As the database will give it back: the hash of what is approved is taken over it.
		state: JSON.parse(JSON.stringify(state)) as Canonical,
		workflowId: exportId(tenantId, randomUUID()),
		correlationId,
	};
	const count = (value: number): string => value.toLocaleString("en-US");
	return proposeChange(
		{ ...context, ...work },
		{ kind: "exports.run", args },
		{
			title: `Export ${state.title.toLowerCase()}`,
			sentence: `${count(rows)} rows of ${state.title.toLowerCase()} are written into a file for whoever asked. A policy asks for approval above ${count(above)}.`,
		},
		exportDeciders,
	);
}

async function download(deps: ApiDeps, req: Request, res: Response): Promise<void> {
	const context = await requestContext(deps, req, res);
	const id = String(req.params["id"] ?? "");
	const found = await withPermission(context, "exports.create", async ({ em, tenantId, userId, access }) => {
		const made = isUuid(id) ? await exportById(em, tenantId, id) : null;
		// Whoever didn't ask for it learns nothing of it.
		if (made === null || made.requestedBy !== userId || !may(access, readsList[made.state.request.list]))
			throw new TieoutError("NOT_FOUND", "You have no export with this id. Files of exports are for who asked for them.");
		// The trail holds none of the columns that can be masked.
		const maskable = made.state.request.list === "audit" ? [] : [...access.rules.masks];
		if (maskable.some((column) => !(made.state.masks ?? []).includes(column)))
			throw new TieoutError("MASKED", "This file was written before a policy masked columns for your role. Export the list again.");
		return { ...made, tenantId };
	});
	if (found.status === "expired")
		throw new TieoutError("NOT_FOUND", "This file was kept for seven days and is gone. Export the list again.");
	if (found.status !== "ready" || found.objectKey === null)
		throw new TieoutError("NOT_FOUND", "This file is not written yet. Its job says how far it is.");
	sendAs(res, found.name, found.format);
	if (found.sizeBytes !== null) res.set("content-length", String(found.sizeBytes));
	await pipeline(Readable.from(deps.storage.getStream(found.tenantId, found.objectKey)), res);
}

function sendAs(res: Response, name: string, format: StoredFormat): void {
	const ascii = name.replaceAll(/[^\x20-\x7e]/g, "_").replaceAll(/["\\]/g, "_");
	res.set({
		"content-type": contentTypeOf(format),
		"content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
		"cache-control": "no-store",
		"x-content-type-options": "nosniff",
	});
}
