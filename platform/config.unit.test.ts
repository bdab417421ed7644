import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { environment, readConfig } from "./config.ts";

describe("the environment", () => {
	it("has every name in .env.example and no other", () => {
		const text = readFileSync(join(import.meta.dirname, "../.env.example"), "utf8");
		const documented = text.split("\n").flatMap((line) => /^#?\s?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
		expect(documented.toSorted()).toEqual(Object.keys(environment.shape).toSorted());
	});

	it("derives every port from TIEOUT_PORT and every path from TIEOUT_HOME", () => {
		const config = readConfig({ TIEOUT_PORT: "5100", TIEOUT_HOME: "/tmp/home" });
		expect(config.ports).toEqual({
			web: 5100,
			postgres: 5101,
			temporal: 5102,
			temporalWeb: 5103,
			sandbox: 5104,
			workerHealth: 5105,
			mail: 5106,
		});
		expect(config).toMatchObject({
			home: "/tmp/home",
			objectsDir: "/tmp/home/objects",
			temporalAddress: "127.0.0.1:5102",
			startsPostgres: true,
		});
	});

	it("takes an empty value for none", () => {
		expect(readConfig({ TIEOUT_PORT: "", DATABASE_URL: "", LOG_LEVEL: "" })).toMatchObject({ startsPostgres: true, logLevel: "info" });
	});

	it("logs in with the application's role, never with the owner's", () => {
		const config = readConfig({ DATABASE_URL: "postgresql://owner:secret@db.example:5432/books" });
		expect(config.startsPostgres).toBe(false);
		expect(new URL(config.databaseLoginUrl).username).toBe("tieout_login");
		expect(config.databaseLoginUrl).not.toContain("secret");
	});

	it.each([
		[{ TIEOUT_PORT: "many" }, "TIEOUT_PORT"],
		[{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
		[{ TEMPORAL_ADDRESS: "nowhere" }, "TEMPORAL_ADDRESS"],
		[{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
		[{ TIEOUT_TRUSTED_PROXIES: "10.0.0.1, the balancer" }, "TIEOUT_TRUSTED_PROXIES"],
		[{ TIEOUT_TRUSTED_PROXIES: "0.0.0.0/0" }, "TIEOUT_TRUSTED_PROXIES"],
		[{ TIEOUT_TRUSTED_PROXIES: "10.0.0.0/33" }, "TIEOUT_TRUSTED_PROXIES"],
	])("says which name is wrong: %j", (env, name) => {
		expect(() => readConfig(env)).toThrow(name);
	});

	it("names a missing or broken master key and what to do", () => {
		expect(() => readConfig({ TIEOUT_HOME: "/nowhere" }).masterKey()).toThrow(/no master key at .*TIEOUT_MASTER_KEY/);
		expect(() => readConfig({ TIEOUT_MASTER_KEY: "short" }).masterKey()).toThrow(/32 bytes in base64/);
		const key = Buffer.alloc(32, 5).toString("base64");
		expect(readConfig({ TIEOUT_MASTER_KEY: key }).masterKey()).toEqual(new Uint8Array(32).fill(5));
	});
});
