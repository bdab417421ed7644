// /health: this process runs. /ready: what it needs answers too; 503 names what doesn't and what to do about it.
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { Router } from "express";
import { withoutScope } from "../../db/tenant-scope.ts";
import type { ApiDeps } from "../context.ts";

const limitMs = 2000;

type Check = (deps: ApiDeps) => Promise<unknown>;

const checks: Readonly<Record<string, { readonly check: Check; readonly reason: string }>> = {
	database: {
		check: ({ orm }) => withoutScope(orm, (em) => em.execute("select 1")),
		reason: "PostgreSQL does not answer. Nothing can be read or changed until it does.",
	},
	temporal: {
		check: ({ temporal: { client } }) =>
			client.connection.withDeadline(Date.now() + limitMs, () => client.connection.workflowService.getSystemInfo({})),
		reason: "Temporal does not answer. Jobs that are requested now start when it is back.",
	},
	objects: {
		check: ({ config }) => access(config.objectsDir, constants.R_OK | constants.W_OK),
		reason: "The object store can't be written. Syncs and uploads wait until it can.",
	},
};

function within<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error("no answer in time")), limitMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export function health(deps: ApiDeps): Router {
	const router = Router();
	router.get("/health", (_req, res) => {
		res.set("cache-control", "no-store").json({ status: "ok" });
	});
	router.get("/ready", async (_req, res) => {
		const entries = Object.entries(checks).map(async ([name, { check, reason }]) => {
			try {
				await within(check(deps));
				return [name, "ok"] as const;
			} catch (error) {
				deps.log.warn({ err: error, check: name }, "not ready");
				return [name, reason] as const;
			}
		});
		const results = Object.fromEntries(await Promise.all(entries));
		const ready = Object.values(results).every((result) => result === "ok");
		res
			.set("cache-control", "no-store")
			.status(ready ? 200 : 503)
			.json({ status: ready ? "ok" : "not ready", checks: results });
	});
	return router;
}
