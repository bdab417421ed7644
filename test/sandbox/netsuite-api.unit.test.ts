// The NetSuite emulator: OAuth 2.0 client credentials, SuiteQL over REST with the vendor's paging, headers and error bodies.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";

let sandbox: Sandbox;
let wallMs = Date.now();
const controlToken = "control-for-tests";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });

beforeAll(async () => {
	sandbox = await startSandbox({ seed: "netsuite-api", orders: 600, controlToken, netsuiteLatencyMs: 10, nowMs: () => wallMs });
	const body = JSON.stringify({ certificateId: "cert-1", publicKeyPem: publicKey.export({ type: "spki", format: "pem" }) });
	const response = await fetch(`${sandbox.url}/__control/netsuite-client`, {
		method: "POST",
		body,
		headers: { "x-control-token": controlToken },
	});
	if (!response.ok) throw new Error(`the certificate was not registered: ${response.status}`);
});
afterAll(() => sandbox.stop());

const tokenUrl = (): string => `${sandbox.url}/netsuite/services/rest/auth/oauth2/v1/token`;

async function token(key: KeyObject = privateKey, alg = "PS256", seconds = 1_800): Promise<Response> {
	const issued = Math.floor(wallMs / 1_000);
	const assertion = await new SignJWT({ scope: ["restlets", "rest_webservices"] })
		.setProtectedHeader({ alg, kid: "cert-1", typ: "JWT" })
		.setIssuer(sandbox.companies[0]?.netsuiteClientId ?? "")
		.setAudience(tokenUrl())
		.setIssuedAt(issued)
		.setExpirationTime(issued + seconds)
		.sign(key);
	const form = {
		grant_type: "client_credentials",
		client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		client_assertion: assertion,
	};
	return fetch(tokenUrl(), { method: "POST", body: new URLSearchParams(form) });
}

interface Answer {
	readonly count: number;
	readonly hasMore: boolean;
	readonly offset: number;
	readonly totalResults: number;
	readonly items: readonly Record<string, string>[];
	readonly links: readonly { rel: string; href: string }[];
	readonly "o:errorDetails"?: readonly { detail: string; "o:errorCode": string }[];
}

let bearer = "";
async function suiteql(
	q: string,
	query = "",
	headers: Record<string, string> = { prefer: "transient" },
): Promise<[number, Answer, Headers]> {
	if (bearer === "") bearer = ((await (await token()).json()) as { access_token: string }).access_token;
	const response = await fetch(`${sandbox.url}/netsuite/services/rest/query/v1/suiteql${query}`, {
		method: "POST",
		headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json", ...headers },
		body: JSON.stringify({ q }),
	});
	return [response.status, (await response.json()) as Answer, response.headers];
}

describe("the token endpoint", () => {
	it("gives a token of one hour for an assertion signed by the registered certificate, and to nobody else", async () => {
		const answer = await token();
		expect(await answer.json()).toMatchObject({ token_type: "bearer", expires_in: "3600" });
		expect((await token(stranger.privateKey, "ES256")).status).toBe(401);
		expect((await token(privateKey, "RS256")).status).toBe(401);
		expect((await token(privateKey, "PS256", 7_200)).status).toBe(401);
		expect((await fetch(tokenUrl(), { method: "POST", body: new URLSearchParams({ grant_type: "password" }) })).status).toBe(400);
	});

	it("a token that has expired is answered with 401, NetSuite's body and WWW-Authenticate", async () => {
		await suiteql("SELECT id FROM currency");
		wallMs += 3_601_000;
		const [status, body, headers] = await suiteql("SELECT id FROM currency");
		expect(status).toBe(401);
		expect(body["o:errorDetails"]?.[0]?.["o:errorCode"]).toBe("INVALID_LOGIN");
		expect(headers.get("www-authenticate")).toContain('error="invalid_token"');
		bearer = "";
		expect((await suiteql("SELECT id FROM currency"))[0]).toBe(200);
	});
});

describe("SuiteQL over REST", () => {
	const lines = "SELECT tl.transaction, tl.id FROM transactionline tl ORDER BY tl.transaction, tl.id";

	it("pages by limit and offset add up to the whole", async () => {
		const [, first] = await suiteql(lines, "?limit=700");
		const seen = [...first.items];
		for (let offset = 700; seen.length < first.totalResults; offset += 700) {
			const [, page] = await suiteql(lines, `?limit=700&offset=${offset}`);
			expect(page.offset).toBe(offset);
			seen.push(...page.items);
		}
		const whole = sandbox.company().ledger.flatMap(({ id, lines: own }) => own.map((_, line) => `${id}:${line}`));
		expect(seen.map(({ transaction, id }) => `${transaction}:${id}`)).toEqual(whole);
		expect(first.links.map(({ rel }) => rel)).toEqual(["next", "last", "self"]);
	});

	it("gives every value as a text, lower-case names, and leaves null columns out", async () => {
		const [, { items }] = await suiteql(
			"SELECT ID, TranID, custbody_stripe_payout FROM transaction WHERE type = 'CustPymt' AND ROWNUM <= 1",
		);
		expect(items).toEqual([{ links: [], id: expect.any(String), tranid: expect.stringMatching(/^PYMT/) }]);
	});

	it("refuses a missing Prefer, a limit above 1,000, an uneven offset and offsets from 100,000", async () => {
		expect((await suiteql(lines, "", {}))[1]["o:errorDetails"]?.[0]?.["o:errorCode"]).toBe("INVALID_HEADER");
		for (const query of ["?limit=1001", "?limit=0", "?limit=300&offset=100", "?limit=1000&offset=100000", "?page=2"]) {
			const [status, body] = await suiteql(lines, query);
			expect([query, status, body["o:errorDetails"]?.[0]?.["o:errorCode"]]).toEqual([query, 400, "INVALID_PARAMETER"]);
		}
	});

	it("answers more requests at once than the account may have with 429", async () => {
		await suiteql("SELECT id FROM currency");
		const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await suiteql(lines))[0]));
		expect(new Set(statuses)).toEqual(new Set([200, 429]));
	});

	it("an unreadable line keeps its place while sums stay right", async () => {
		const deposit = sandbox.company().ledger.find(({ role }) => role === "deposit");
		const q = `SELECT tl.id, tl.foreignamount FROM transactionline tl WHERE tl.transaction = ${deposit?.id} ORDER BY tl.id`;
		const sum = `SELECT SUM(tl.foreignamount) AS total FROM transactionline tl WHERE tl.transaction = ${deposit?.id}`;
		sandbox.addFault({ kind: "unparseable", vendor: "netsuite", record: `${deposit?.id}:1`, how: "text" });
		expect((await suiteql(q))[1].items[1]).toEqual({ links: [], id: "1", foreignamount: "1.2O4,5" });
		expect((await suiteql(sum))[1].items).toEqual([{ links: [], total: "0" }]);
		sandbox.clearFaults();
	});
});

describe("the control API", () => {
	it("tells the truth to the control token only", async () => {
		const url = `${sandbox.url}/__control/truth?month=2026-10`;
		expect((await fetch(url)).status).toBe(403);
		const truth = (await (await fetch(url, { headers: { "x-control-token": controlToken } })).json()) as { exceptions: unknown[] };
		expect(truth.exceptions).toHaveLength(sandbox.truth({ from: "2026-10-01", to: "2026-10-31" }).exceptions.length);
	});

	it("moves the clock, and a reset brings it back", async () => {
		const control = (path: string, method: string, body?: object): Promise<Response> =>
			fetch(`${sandbox.url}/__control/${path}`, {
				method,
				headers: { "x-control-token": controlToken },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
		expect(await (await control("advance", "POST", { days: 2 })).json()).toEqual({ now: "2026-11-11T17:00:00Z" });
		expect((await control("advance", "POST", { days: 0 })).status).toBe(400);
		await control("reset", "POST");
		expect(await (await fetch(`${sandbox.url}/__control/state`)).json()).toMatchObject({ now: "2026-11-09T17:00:00Z" });
	});
});

describe("the bank", () => {
	it("offers a statement whose running balance starts at the opening and ends at the closing balance, per account", async () => {
		const text = await (await fetch(`${sandbox.url}/bank/statement.csv?from=2026-10-01&to=2026-10-31`)).text();
		const rows = text
			.trim()
			.split("\r\n")
			.slice(1)
			.map((line) => line.split(","));
		for (const account of ["USD-4471", "EUR-9020"]) {
			const own = rows.filter((row) => row[6] === account);
			const cents = (value = ""): number => Math.round(Number(value) * 100);
			const movements = own.slice(1, -1);
			let balance = cents(own[0]?.[5]);
			for (const row of movements) {
				balance += cents(row[3]);
				expect(cents(row[5])).toBe(balance);
			}
			expect(own.at(-1)?.[1]).toBe("Closing balance");
			expect(cents(own.at(-1)?.[5])).toBe(balance);
		}
	});
});
