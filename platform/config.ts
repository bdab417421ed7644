// The environment, read once and typed. Every name it knows is in .env.example (a test compares them). All ports follow from
// TIEOUT_PORT, all files lie below TIEOUT_HOME.
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { loginUrlOf } from "../db/roles.ts";
import { TieoutError } from "../domain/core/errors.ts";
import { namespace } from "../temporal.config.ts";
import type { S3Place } from "./s3-blobs.ts";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

// An empty value in a .env file means "not set".
const text = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

function isNetwork(text: string): boolean {
	const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
	const version = isIP(address);
	// A prefix of 0 would believe everybody.
	return version !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)));
}

export const environment = z.object({
	TIEOUT_HOME: text.transform((value) => resolve(value ?? join(import.meta.dirname, "..", ".tieout"))),
	TIEOUT_PORT: text.transform((value) => Number(value ?? 4700)).pipe(z.number().int().min(1).max(65_000)),
	TIEOUT_HOST: text.transform((value) => value ?? "127.0.0.1"),
	TIEOUT_PUBLIC_URL: text.pipe(z.url({ protocol: /^https?$/ }).optional()),
	SUPER_ADMIN_EMAIL: text.transform((value) => value ?? null),
	TIEOUT_SMTP_URL: text.pipe(z.url({ protocol: /^smtps?$/ }).optional()),
	TIEOUT_MAIL_FROM: text.transform((value) => value ?? "Tieout <tieout@localhost.localdomain>"),
	DATABASE_URL: text.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
	DATABASE_LOGIN_URL: text.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
	TEMPORAL_ADDRESS: text.pipe(
		z
			.string()
			.regex(/^[^:]+:\d+$/, "host:port")
			.optional(),
	),
	TEMPORAL_WEB_URL: text.pipe(z.url().optional()),
	SANDBOX_URL: text.pipe(z.url().optional()),
	TIEOUT_ALLOW_PRIVATE_ADDRESSES: text.transform((value) => (value ?? "").split(",").flatMap((host) => host.trim().toLowerCase() || [])),
	TIEOUT_TRUSTED_PROXIES: text
		.transform((value) => (value ?? "").split(",").flatMap((proxy) => proxy.trim() || []))
		.refine((proxies) => proxies.every(isNetwork), "it takes addresses and networks, such as 10.0.0.7 or 10.0.0.0/8, with commas between"),
	TIEOUT_MASTER_KEY: text,
	TIEOUT_WORKFLOW_BUNDLE: text.transform((value) => value ?? null),
	OBJECTS_S3_BUCKET: text,
	OBJECTS_S3_ENDPOINT: text.pipe(z.url().optional()),
	OBJECTS_S3_REGION: text.transform((value) => value ?? "us-east-1"),
	OBJECTS_S3_ACCESS_KEY: text,
	OBJECTS_S3_SECRET_KEY: text,
	LOG_LEVEL: text.transform((value) => value ?? "info").pipe(z.enum(logLevels)),
});

export interface Config {
	readonly home: string;
	/** The address that the API listens on; the loopback one unless a container needs another. */
	readonly host: string;
	/** Where people reach this installation, without a slash at the end: what links in mails begin with, and the issuer of tokens. */
	readonly publicUrl: string;
	/** Who runs the platform, once they have registered; null: nobody is named. */
	readonly superAdminEmail: string | null;
	/** Where mails are handed over; the sandbox's mailbox unless set. */
	readonly smtpUrl: string;
	readonly mailFrom: string;
	readonly ports: {
		readonly web: number;
		readonly postgres: number;
		readonly temporal: number;
		readonly temporalWeb: number;
		readonly sandbox: number;
		readonly workerHealth: number;
		/** The sandbox's SMTP server. */
		readonly mail: number;
	};
	/** The owner's URL, for migrations only. */
	readonly databaseAdminUrl: string;
	/** The application's URL: DATABASE_LOGIN_URL, so that API and workers needn't know the owner's password, or derived from it. */
	readonly databaseLoginUrl: string;
	/** False: DATABASE_URL names a server of the user's own, and none is started. */
	readonly startsPostgres: boolean;
	readonly temporalAddress: string;
	readonly temporalNamespace: string;
	/** False: TEMPORAL_ADDRESS names a server of the user's own, and none is started. */
	readonly startsTemporal: boolean;
	readonly temporalWebUrl: string;
	readonly sandboxUrl: string;
	/** Hosts (`name` or `name:port`) that connections, webhooks and sign-on may reach although they are private, also by plain http. */
	readonly allowedPrivateHosts: readonly string[];
	/** Proxies that are believed about a caller's address and TLS, besides those on this machine: addresses and networks (CIDR). */
	readonly trustedProxies: readonly string[];
	/** Workflows bundled beforehand, for the image; null: bundled at each start. */
	readonly workflowBundle: string | null;
	readonly objectsDir: string;
	/** Where stored bytes lie instead of `objectsDir`; null: there. */
	readonly objectsBucket: S3Place | null;
	readonly masterKeyFile: string;
	/** Reads the key when it is called. @throws TieoutError MASTER_KEY_MISSING or MASTER_KEY_INVALID */
	readonly masterKey: () => Uint8Array;
	readonly logLevel: (typeof logLevels)[number];
}

/** @throws TieoutError CONFIG_INVALID naming the variable and what it should be */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
	const parsed = environment.safeParse(env);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw new TieoutError("CONFIG_INVALID", `${issue?.path.join(".")} can't be used: ${issue?.message}. See .env.example.`);
	}
	const set = parsed.data;
	const { TIEOUT_HOME: home, TIEOUT_PORT: port } = set;
	const databaseAdminUrl = set.DATABASE_URL ?? `postgresql://postgres@127.0.0.1:${port + 1}/tieout`;
	const masterKeyFile = join(home, "keys", "master.key");
	return {
		home,
		host: set.TIEOUT_HOST,
		publicUrl: (set.TIEOUT_PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/+$/, ""),
		superAdminEmail: set.SUPER_ADMIN_EMAIL,
		smtpUrl: set.TIEOUT_SMTP_URL ?? `smtp://127.0.0.1:${port + 6}`,
		mailFrom: set.TIEOUT_MAIL_FROM,
		ports: {
			web: port,
			postgres: port + 1,
			temporal: port + 2,
			temporalWeb: port + 3,
			sandbox: port + 4,
			workerHealth: port + 5,
			mail: port + 6,
		},
		databaseAdminUrl,
		databaseLoginUrl: set.DATABASE_LOGIN_URL ?? loginUrlOf(databaseAdminUrl),
		startsPostgres: set.DATABASE_URL === undefined,
		temporalAddress: set.TEMPORAL_ADDRESS ?? `127.0.0.1:${port + 2}`,
		temporalNamespace: namespace,
		startsTemporal: set.TEMPORAL_ADDRESS === undefined,
		temporalWebUrl: set.TEMPORAL_WEB_URL ?? `http://127.0.0.1:${port + 3}`,
		sandboxUrl: set.SANDBOX_URL ?? `http://127.0.0.1:${port + 4}`,
		allowedPrivateHosts: set.TIEOUT_ALLOW_PRIVATE_ADDRESSES,
		trustedProxies: set.TIEOUT_TRUSTED_PROXIES,
		workflowBundle: set.TIEOUT_WORKFLOW_BUNDLE,
		objectsDir: join(home, "objects"),
		objectsBucket: bucketOf(set),
		masterKeyFile,
		masterKey: () => decodeKey(set.TIEOUT_MASTER_KEY ?? readKeyFile(masterKeyFile)),
		logLevel: set.LOG_LEVEL,
	};
}

function bucketOf(set: z.output<typeof environment>): S3Place | null {
	const { OBJECTS_S3_BUCKET: bucket, OBJECTS_S3_ACCESS_KEY: accessKey, OBJECTS_S3_SECRET_KEY: secretKey } = set;
	if (bucket === undefined) return null;
	if (accessKey === undefined || secretKey === undefined)
		throw new TieoutError("CONFIG_INVALID", "OBJECTS_S3_BUCKET needs OBJECTS_S3_ACCESS_KEY and OBJECTS_S3_SECRET_KEY. See .env.example.");
	return { bucket, endpoint: set.OBJECTS_S3_ENDPOINT ?? null, region: set.OBJECTS_S3_REGION, accessKey, secretKey };
}

function readKeyFile(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		throw new TieoutError(
			"MASTER_KEY_MISSING",
			`There is no master key at ${path}. Put it back from your backup, or set TIEOUT_MASTER_KEY; without it nothing stored can be read.`,
		);
	}
}

function decodeKey(value: string): Uint8Array {
	const bytes = Buffer.from(value.trim(), "base64");
	if (bytes.length === 32) return new Uint8Array(bytes);
	throw new TieoutError("MASTER_KEY_INVALID", "The master key must be 32 bytes in base64. Make one with: openssl rand -base64 32");
}
