// A task of `up`: brings the schema up to date and puts the demo data in. The demo password exists in plain text only in the
// answer to the parent, which prints it once.
import { randomInt } from "node:crypto";
import pg from "pg";
import { makePlatformAdmin } from "../db/first-platform-admin.ts";
import { migrate } from "../db/migrate.ts";
import type { DemoSlug } from "../db/seeds/demo.ts";
import { setDemoPassword } from "../db/seeds/demo-password.ts";
import { type DemoCredentials, seed } from "../db/seeds/seed.ts";
import { readConfig } from "../platform/config.ts";
import { createKeys } from "../platform/keys.ts";
import { createSecrets } from "../platform/secrets.ts";
import { runTask } from "./task.ts";

export interface PreparedDatabase {
	/** Null: everybody's company was erased. */
	email: string | null;
	/** Null when the person had one before. */
	password: string | null;
}

export interface PrepareInput {
	credentials: Readonly<Record<DemoSlug, DemoCredentials>>;
	newPassword: boolean;
	/** False: the server is the user's own, and may not be what we need. */
	isEmbedded: boolean;
}

await runTask<PreparedDatabase>(async (progress) => {
	const { credentials, newPassword, isEmbedded } = JSON.parse(process.env["PREPARE_INPUT"] ?? "{}") as PrepareInput;
	const { databaseAdminUrl, databaseLoginUrl, sandboxUrl, superAdminEmail, masterKey } = readConfig(process.env);
	await assertUsable(databaseAdminUrl, isEmbedded);
	const applied = await migrate(databaseAdminUrl, { loginUrl: databaseLoginUrl });
	if (applied.length > 0) progress(`applied ${applied.join(", ")}`);
	const keys = createKeys(masterKey());
	const secrets = createSecrets(keys);
	const demoPassword = readablePassword();
	const { email, created } = await seed(databaseAdminUrl, { demoPassword, sandboxUrl, credentials, seal: secrets.seal, keys });
	if (superAdminEmail !== null) await makePlatformAdmin(databaseAdminUrl, superAdminEmail);
	if (!created && newPassword) await setDemoPassword(databaseAdminUrl, demoPassword);
	return { email, password: email !== null && (created || newPassword) ? demoPassword : null };
});

async function assertUsable(adminUrl: string, isEmbedded: boolean): Promise<void> {
	if (isEmbedded) return;
	const { host, pathname } = new URL(adminUrl);
	const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
	client.on("error", () => {});
	try {
		await client.connect();
		const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
		if ((rows[0]?.version ?? 0) < 180_000) throw new Error("it is older than PostgreSQL 18");
	} catch (error) {
		const why = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
		throw new Error(
			`DATABASE_URL names ${host}${pathname}, which can't be used (${why}). Correct it, or unset it to use the built-in PostgreSQL.`,
		);
	} finally {
		await client.end().catch(() => {});
	}
}

/** Four groups of five letters and digits without look-alikes: about 98 bits. */
function readablePassword(): string {
	const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
	const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
	return [group(), group(), group(), group()].join("-");
}
