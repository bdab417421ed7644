// POST /codec/decode: opens payloads for Temporal's own pages. Its server knows no login of ours and shows every tenant, so the
// question is asked here by the person's browser: with their session, for their present company, by their role. Whatever else is
// sent comes back as it came, still sealed.
//
// The pages lie on another port, so this is the one address that answers another origin: that one, and no other.
import type { Payload } from "@temporalio/common";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { readKeyId } from "../../platform/keys.ts";
import { createPayloadCodec, isSealed, keyIdOfPayload } from "../../platform/payload-codec.ts";
import { type ApiDeps, requestContext } from "../context.ts";
import { requireSources } from "../source-bytes.ts";
import { withPermission } from "../with-permission.ts";
import { readBody } from "./read-body.ts";

const maxBodyBytes = 32 * 1024 * 1024;
const maxPayloads = 20_000;

/** Payloads as Temporal's pages send them: protobuf's JSON, bytes as base64. */
const bodySchema = z.object({
	payloads: z.array(z.object({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() })).max(maxPayloads),
});
type WirePayload = z.infer<typeof bodySchema>["payloads"][number];

export function codecRoutes(deps: ApiDeps): Router {
	const router = Router();
	const reading = new Map<string, number>();
	router.use("/codec", onlyTemporalWeb(deps.config.temporalWebUrl));
	router.options("/codec/decode", (_req, res) => {
		res.status(204).end();
	});
	router.post("/codec/decode", (req, res) => decode(deps, reading, req, res));
	return router;
}

/** Answers the origin of Temporal Web alone; a browser that asks for another one is refused before anything is read. */
function onlyTemporalWeb(temporalWebUrl: string): RequestHandler {
	const { origin } = new URL(temporalWebUrl);
	return (req, res, next) => {
		if (req.get("origin") !== origin) {
			next(new TieoutError("CSRF_REFUSED", "Payloads are opened for Temporal's own pages of this installation only."));
			return;
		}
		res.set({
			"access-control-allow-origin": origin,
			"access-control-allow-credentials": "true",
			"access-control-allow-methods": "POST, OPTIONS",
			"access-control-allow-headers": "content-type, x-namespace",
			"cache-control": "no-store",
			vary: "origin",
		});
		next();
	};
}

/** Temporal's pages ask for every history that is looked at; the trail says once a session and half hour that somebody reads them. */
const saidForMs = 30 * 60_000;

async function decode(deps: ApiDeps, reading: Map<string, number>, req: Request, res: Response): Promise<void> {
	const context = await requestContext(deps, req, res);
	const { tenantId, userId, begun } = await withPermission(context, "codec.decode", async (tenant) => {
		// Payloads name records by keys, which may hold what is masked.
		requireSources(tenant.access.rules.masks);
		const now = deps.now().getTime();
		for (const [key, at] of reading) if (now - at > saidForMs) reading.delete(key);
		const session = `${context.session?.sessionId ?? ""} ${tenant.tenantId}`;
		const begins = !reading.has(session);
		if (begins) {
			await tenant.audit({
				action: "codec.decode",
				resource: { kind: "tenant", id: tenant.tenantId },
				summary: "Began to read histories of this company in Temporal's own pages",
			});
		}
		return { tenantId: tenant.tenantId, userId: tenant.userId, begun: begins ? { session, now } : null };
	});
	if (begun !== null) reading.set(begun.session, begun.now);
	const bytes = await readBody(req, maxBodyBytes, "More is asked for than can be opened at once. Show fewer events.");
	const { payloads } = bodySchema.parse(parsed(bytes));
	const codec = createPayloadCodec(deps.keys);
	let opened = 0;
	const answer = await Promise.all(
		payloads.map(async (wire) => {
			const payload = fromWire(wire);
			if (!isSealed(payload) || readKeyId(keyIdOfPayload(payload))?.tenantId !== tenantId) return wire;
			try {
				const [plain] = await codec.decode([payload]);
				if (plain === undefined) return wire;
				opened += 1;
				return toWire(plain);
			} catch (error) {
				// One that can't be opened must not hide the others.
				context.log.warn({ err: error }, "a payload could not be opened for Temporal Web");
				return wire;
			}
		}),
	);
	context.log.info({ userId, opened, closed: payloads.length - opened }, "payloads opened for Temporal Web");
	res.json({ payloads: answer });
}

function parsed(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		throw new TieoutError("INPUT", "The request could not be read as JSON.");
	}
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const fromWire = ({ metadata = {}, data = "" }: WirePayload): Payload => ({
	metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, fromBase64(value)])),
	data: fromBase64(data),
});

const toWire = ({ metadata, data }: Payload): WirePayload => ({
	metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, toBase64(value ?? new Uint8Array(0))])),
	data: toBase64(data ?? new Uint8Array(0)),
});
