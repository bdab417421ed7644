// A signing key is followed by another while programs go on: tokens of both are good meanwhile, and nothing signs before it was published.
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetSigningKeys, makeNextSigningKey, useSigningKey } from "../../activities/tenancy/keep-identity.ts";
import { accessTokens } from "../../api/tenancy/access-tokens.ts";
import { signingKeyRows } from "../../db/tenancy/signing-key.store.ts";
import { createKeys } from "../../platform/keys.ts";
import { createLog } from "../../platform/log.ts";
import { openTemporalClient, type TemporalClient } from "../../platform/temporal-client.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let temporal: TemporalClient;
let ahead = 0;
const now = (): Date => new Date(Date.now() + ahead);
const keys = createKeys(new Uint8Array(32).fill(3));

beforeAll(async () => {
	database = await testDatabase();
	temporal = openTemporalClient({ address: "127.0.0.1:1", keys });
});
afterAll(async () => {
	await temporal.close();
	await database.close();
});

const tokensOf = () => accessTokens({ orm: database.orm, keys, issuer: "http://tieout.test.example", now });

test("a key is published before the first token, and processes that start together agree on one", async () => {
	const sets = await Promise.all([tokensOf().published(), tokensOf().published(), tokensOf().published()]);
	const kids = sets.flatMap((set) => set.keys.map((key) => key.kid));
	expect(new Set(kids).size).toBe(1);
	expect(kids).toHaveLength(3);
	expect((await signingKeyRows(database.orm)).map(({ state }) => state)).toEqual(["active"]);
});

test("the next key is published before it signs, the last one verifies until its tokens have expired, then it is forgotten", async () => {
	const deps = { orm: database.orm, keys, temporal, clock: { now }, log: createLog({ name: "test", level: "silent" }) };
	const [alder] = database.tenants;
	const facts = { sessionId: alder.users.admin.userId, userId: alder.users.admin.userId, tenantId: alder.tenantId };
	const signs = tokensOf();
	const first = await signs.issue(facts);
	const kid = (token: string) => decodeProtectedHeader(token).kid;
	const { kid: next } = await makeNextSigningKey(deps);
	// A second rotation at the same time makes no second key.
	expect((await makeNextSigningKey(deps)).kid).toBe(next);
	expect((await tokensOf().published()).keys.map((key) => key.kid)).toContain(next);
	expect(kid((await tokensOf().issue(facts)).token)).toBe(kid(first.token));

	// A process that has read its keys before the rotation goes on verifying both.
	await useSigningKey(deps, { kid: next });
	await useSigningKey(deps, { kid: next });
	const second = await tokensOf().issue(facts);
	expect(kid(second.token)).toBe(next);
	ahead = 6_000;
	expect(await signs.verify(second.token)).toEqual(facts);
	expect(await tokensOf().verify(first.token)).toEqual(facts);
	expect((await signingKeyRows(database.orm)).map(({ state }) => state).sort()).toEqual(["active", "retired"]);

	await forgetSigningKeys(deps);
	expect(await signingKeyRows(database.orm)).toHaveLength(2);
	ahead = 17 * 60_000;
	await forgetSigningKeys(deps);
	expect((await signingKeyRows(database.orm)).map((row) => row.kid)).toEqual([next]);
	expect(await tokensOf().verify(first.token)).toBeNull();
});
