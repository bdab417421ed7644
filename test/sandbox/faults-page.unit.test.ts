// The faults page and the control API behind it: who may use it, what it is made of, and that each kind it offers can be made.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultKinds } from "../../sandbox/control/fault-kinds.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";

const controlToken = "control-for-the-page";
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ seed: "page", orders: 600, controlToken });
});
afterAll(() => sandbox.stop());

interface Answer {
	readonly status: number;
	readonly body: Record<string, unknown>;
}

async function control(method: string, path: string, body?: object, token = controlToken): Promise<Answer> {
	const init = { method, headers: { "x-control-token": token }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
	const reply = await fetch(`${sandbox.url}/__control/${path}`, init);
	return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

describe("the page", () => {
	it("is three files under a policy that lets in nothing from elsewhere and no inline script or style", async () => {
		for (const [name, type] of [
			["page", "text/html"],
			["page.css", "text/css"],
			["page.js", "text/javascript"],
		] as const) {
			const reply = await fetch(`${sandbox.url}/__control/${name}`);
			expect([reply.status, reply.headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
			expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
			const text = await reply.text();
			expect(text).not.toContain(controlToken);
			if (name === "page") expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/);
		}
		expect((await fetch(`${sandbox.url}/__control/server.ts`)).status).toBe(403);
	});

	it("gets nothing without the token that its address carries", async () => {
		for (const path of ["faults", "fault-kinds", "requests", "credentials", "truth"])
			expect((await control("GET", path, undefined, "")).status, path).toBe(403);
		expect((await control("POST", "faults", { kind: "cut" }, "wrong")).status).toBe(403);
		expect(sandbox.requests()).toEqual([]);
	});
});

describe("each kind", () => {
	it.each(Object.entries(faultKinds).flatMap(([kind, { vendors, lasts }]) => vendors.map((vendor) => ({ kind, vendor, lasts }))))(
		"$kind at $vendor is made with nothing but its name, says what is expected, and can be cleared",
		async ({ kind, vendor, lasts }) => {
			const made = await control("POST", "faults", { kind, vendor });
			expect([made.status, typeof made.body.expected]).toEqual([200, "string"]);
			const { faults, changes } = (await control("GET", "faults")).body as { faults: { id: number }[]; changes: { kind: string }[] };
			if (lasts === "at once") expect(changes.at(-1)?.kind).toBe(kind);
			else {
				expect(faults).toMatchObject([{ kind, vendor, ...(lasts === "turns" ? { times: 1, skip: 0 } : {}) }]);
				expect((await control("DELETE", `faults?id=${faults[0]?.id}`)).body.faults).toEqual([]);
			}
		},
	);

	it.each([
		[{ kind: "flood" }, "kind must be one of rate_limit, timeout, "],
		[{ kind: "cut", vendor: "bank" }, "vendor must be stripe or netsuite"],
		[{ kind: "cut", times: 0 }, "times must be at least 1"],
		[{ kind: "cut", skip: 1.5 }, "skip must be a whole number"],
		[{ kind: "server_error", status: 404 }, "status must be 500 or 502 or 503"],
		[{ kind: "revoked_token", vendor: "stripe", how: "token" }, "how must be credentials"],
		[{ kind: "late_record", hours: 0 }, "hours must be at least 1"],
		[{ kind: "schema_change", stream: "coupons" }, "stream must be balance_transactions or payouts"],
		[{ kind: "late_record", company: "nobody" }, "the sandbox has no company nobody"],
	])("a request that makes no sense is refused in words: %j", async (body, words) => {
		const refused = await control("POST", "faults", body);
		expect(refused.status).toBe(400);
		expect(refused.body.error).toContain(words);
		expect((await control("GET", "faults")).body.faults).toEqual([]);
	});

	it("hours of Retry-After are given as hours", async () => {
		const { body } = await control("POST", "faults", { kind: "rate_limit", retryAfterHours: 6 });
		expect(body.fault).toMatchObject({ retryAfterSeconds: 21_600 });
		expect((await control("DELETE", "faults?id=99999")).status).toBe(400);
		expect((await control("DELETE", "faults")).body.faults).toEqual([]);
	});

	it("the last requests come without the keys that they were made with", async () => {
		const key = sandbox.companies[0]?.stripeKey ?? "";
		for (let page = 0; page < 5; page++) await fetch(`${sandbox.url}/v1/payouts?limit=1`, { headers: { authorization: `Bearer ${key}` } });
		const { body } = await control("GET", "requests?last=3");
		expect(body.requests).toHaveLength(3);
		expect(JSON.stringify(body)).not.toContain(key);
	});

	it("a reset clears the faults and takes back what was changed", async () => {
		await control("POST", "faults", { kind: "late_record" });
		await control("POST", "faults", { kind: "cut", times: 9 });
		await control("POST", "reset");
		expect((await control("GET", "faults")).body).toEqual({ faults: [], changes: [] });
	});
});
