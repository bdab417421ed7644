// The API process: serves the pages and their questions on the loopback address. It runs no workflow and calls no vendor.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openOrm } from "../db/orm.ts";
import { openAccessCache } from "../platform/access-cache.ts";
import { readConfig } from "../platform/config.ts";
import { openKeyring } from "../platform/keyring.ts";
import { createLog } from "../platform/log.ts";
import { openStorage } from "../platform/object-storage.ts";
import { runChild } from "../platform/run-child.ts";
import { openTemporalClient } from "../platform/temporal-client.ts";
import { listen } from "./listen.ts";
import { accessTokens } from "./tenancy/access-tokens.ts";
import { liveSessions } from "./tenancy/live-sessions.ts";

await runChild(async () => {
	const config = readConfig(process.env);
	const log = createLog({ name: "api", level: config.logLevel });
	const master = config.masterKey();
	await mkdir(config.objectsDir, { recursive: true, mode: 0o700 });
	const orm = await openOrm(config.databaseLoginUrl);
	const { keys, stop: stopKeys } = await openKeyring({ orm, master, url: config.databaseLoginUrl, log });
	const access = openAccessCache({ orm, url: config.databaseLoginUrl, log });
	const sessions = liveSessions({ orm, url: config.databaseLoginUrl, log });
	const now = (): Date => new Date();
	const tokens = accessTokens({ orm, keys, issuer: config.publicUrl, now });
	const temporal = openTemporalClient({ address: config.temporalAddress, keys });
	const storage = await openStorage(config, keys);
	const api = await listen(
		{ orm, config, log, keys, storage, temporal, access, sessions, tokens, now },
		{
			port: config.ports.web,
			host: config.host,
			dist: join(import.meta.dirname, "..", "web", "dist"),
			databaseUrl: config.databaseLoginUrl,
		},
	);
	log.info({ url: api.url }, "listening");
	return {
		stop: async () => {
			await api.stop();
			await sessions.stop();
			await access.stop();
			await stopKeys();
			await orm.close();
			await temporal.close();
		},
	};
});
