// Files in and out: POST /files/upload takes the raw bytes of a statement, GET /files/sample.csv hands on the one that the
// sandbox's bank offers. An upload is only kept, piece by piece; a job looks at it.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { maxUploadBytes, tooLargeSentence } from "../../domain/sync/upload-limit.ts";
import { filesConnectionOf, insertFile } from "../../db/sync/file.store.ts";
import type { StoredObject } from "../../platform/object-storage.ts";
import { startInspection } from "../sync/start-inspection.ts";
import { type ApiDeps, requestContext } from "../context.ts";
import { withPermission } from "../with-permission.ts";
import { bodyPieces } from "./body-pieces.ts";
import { notFromElsewhere, onlyOurScripts } from "./same-site.ts";

const uploadQuery = z.object({
	name: z
		.string("Give the file's name.")
		.transform(plainName)
		.pipe(
			z
				.string()
				.regex(/[\p{L}\p{N}]/u, "Give the file's name.")
				.max(200, "The file's name is longer than 200 characters. Give it a shorter one."),
		),
	connectionId: z.uuid("A connection's id is a UUID.").optional(),
});

const noConnection = () => new TieoutError("NOT_FOUND", "There is no connection for bank statements with this id in this company.");

const sampleLimitMs = 15_000;

/** The last part of a path, without characters that a terminal or a header could act on. It names nothing on our disk. */
function plainName(name: string): string {
	return (name.split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}"]/gu, "").trim();
}

export function fileRoutes(deps: ApiDeps): Router {
	const router = Router();
	router.post("/files/upload", onlyOurScripts, (req, res) => upload(deps, req, res));
	router.get("/files/sample.csv", notFromElsewhere, (req, res) => sample(deps, req, res));
	return router;
}

async function upload(deps: ApiDeps, req: Request, res: Response): Promise<void> {
	const context = await requestContext(deps, req, res);
	// Who may not upload is told so before a byte is read.
	const { name, connection } = await withPermission(context, "files.import", async ({ em, tenantId }) => {
		const query = uploadQuery.parse(req.query);
		const found = await filesConnectionOf(em, { tenantId, connectionId: query.connectionId ?? null });
		if (found === null) throw noConnection();
		return { name: query.name, connection: { ...found, tenantId } };
	});
	const stored = await keepUpload(deps, connection.tenantId, req);
	if (stored.sizeBytes === 0) throw new TieoutError("FILE_EMPTY", "The file is empty. Choose another one.");
	const fileId = randomUUID();
	const { sha256, sizeBytes } = stored;
	// The object first: a row must never point at bytes that aren't there.
	const jobId = await withPermission(context, "files.import", async ({ em, tenantId, userId, afterCommit, audit }) => {
		await insertFile(em, {
			tenantId,
			id: fileId,
			connectionId: connection.id,
			name,
			sizeBytes,
			sha256,
			objectKey: stored.key,
			uploadedBy: userId,
		});
		const asked = { em, deps, tenantId, userId, correlationId: context.correlationId, afterCommit };
		const inspection = await startInspection(asked, { id: fileId, name }, null);
		await audit({
			action: "files.upload",
			resource: { kind: "file", id: fileId },
			jobId: inspection,
			summary: "A file was uploaded",
			after: { connectionId: connection.id, name, sizeBytes, sha256 },
		});
		return inspection;
	});
	res.status(201).json({ fileId, name, sizeBytes, sha256, jobId });
}

/** Streams the body to storage: neither the file nor its ciphertext is ever in memory as a whole. */
async function keepUpload(deps: ApiDeps, tenantId: string, req: Request): Promise<StoredObject> {
	const limit = deps.maxUploadBytes ?? maxUploadBytes;
	try {
		return await deps.storage.putStream(tenantId, bodyPieces(req, { bytes: limit, sentence: tooLargeSentence(limit) }));
	} catch (error) {
		if ((error as { code?: unknown }).code !== "ENOSPC") throw error;
		throw new TieoutError(
			"STORAGE_FULL",
			"There is no room left for the file, so nothing was kept. Make room on the server’s disk, then upload it again.",
		);
	}
}

async function sample(deps: ApiDeps, req: Request, res: Response): Promise<void> {
	const context = await requestContext(deps, req, res);
	const connection = await withPermission(context, "files.read", ({ em, tenantId }) =>
		filesConnectionOf(em, { tenantId, connectionId: null }),
	);
	const url = connection?.sampleUrl ?? null;
	// The address comes from a row; only the sandbox of this installation is ever asked.
	if (url === null || new URL(url).origin !== new URL(deps.config.sandboxUrl).origin)
		throw new TieoutError("NOT_FOUND", "No sandbox plays the bank here, so there is no sample statement.");
	const answer = await fetch(url, { signal: AbortSignal.timeout(sampleLimitMs), redirect: "error" }).catch(() => null);
	if (answer === null || !answer.ok || answer.body === null)
		throw new TieoutError("UNAVAILABLE", "The sandbox's bank does not answer. See that it runs (npm run doctor), then try again.");
	res.set({
		"content-type": "text/csv; charset=utf-8",
		"content-disposition": 'attachment; filename="sample-statement.csv"',
		"cache-control": "no-store",
	});
	await pipeline(Readable.fromWeb(answer.body as ReadableStream), res);
}
