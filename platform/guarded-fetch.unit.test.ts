// The attacks that the guard must stop: every private range in every spelling, names that resolve inside, answers that change,
// redirects, proxies, and bodies without end.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createGuardedFetch, type ExchangeLimits, type GuardOptions } from "./guarded-fetch.ts";
import { isPublicAddress } from "./public-address.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

interface Played {
	readonly port: number;
	readonly hits: () => number;
}

async function play(answer: RequestListener, host = "127.0.0.1"): Promise<Played> {
	let hits = 0;
	const server = createServer((request, response) => {
		hits += 1;
		answer(request, response);
	});
	await new Promise<void>((done) => server.listen(0, host, done));
	ends.push(async () => {
		server.closeAllConnections();
		await new Promise((done) => server.close(done));
	});
	return { port: (server.address() as AddressInfo).port, hits: () => hits };
}

function guard(options: Partial<GuardOptions & ExchangeLimits> = {}) {
	const guarded = createGuardedFetch({ allowed: [], ...options });
	ends.push(guarded.close);
	return { check: guarded.check, fetch: guarded.fetchWithin(options) };
}

const at = (address: string, family = address.includes(":") ? 6 : 4) => ({ address, family });
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => "answered",
		(error: unknown) => (error as { code?: unknown }).code ?? String(error),
	);

const insideAddresses = [
	"0.0.0.0",
	"10.0.0.1",
	"10.255.255.255",
	"100.64.0.1",
	"100.100.100.200",
	"127.0.0.1",
	"127.255.255.254",
	"168.63.129.16",
	"169.254.169.254",
	"169.254.170.2",
	"172.16.0.1",
	"172.31.255.255",
	"192.0.0.192",
	"192.0.2.1",
	"192.88.99.1",
	"192.168.0.1",
	"198.18.0.1",
	"198.19.255.255",
	"198.51.100.1",
	"203.0.113.9",
	"224.0.0.1",
	"239.1.1.1",
	"240.0.0.1",
	"255.255.255.255",
	"::",
	"::1",
	"::ffff:127.0.0.1",
	"::ffff:8.8.8.8",
	"::ffff:a9fe:a9fe",
	"::127.0.0.1",
	"64:ff9b::7f00:1",
	"64:ff9b::808:808",
	"64:ff9b:1::1",
	"100::1",
	"2001::1",
	"2001:0:4136:e378:8000:63bf:3fff:fdd2",
	"2001:db8::1",
	"2002:7f00:1::",
	"2002:a00:1::1",
	"3fff::1",
	"5f00::1",
	"fc00::1",
	"fd00:ec2::254",
	"fe80::1",
	"fe80::1%eth0",
	"2606:4700::1111%1",
	"fec0::1",
	"ff02::1",
];

describe("an address that isn't public", () => {
	it.each(insideAddresses)("%s is known for one", (address) => {
		expect(isPublicAddress(address)).toBe(false);
	});

	it.each([
		"8.8.8.8",
		"93.184.216.34",
		"172.15.255.255",
		"172.32.0.1",
		"100.63.255.255",
		"100.128.0.1",
		"2606:4700::1111",
		"2a00:1450:4001::200e",
	])("%s is none", (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});

	it.each(insideAddresses.filter((address) => !address.includes("%")))(
		"a name that resolves to %s is never connected to",
		async (address) => {
			const guarded = guard({ resolve: async () => [at(address)] });
			expect(await codeOf(guarded.fetch("https://hooks.example.com/"))).toBe("ADDRESS_REFUSED");
		},
	);

	it("beside a public one spoils the name", async () => {
		const guarded = guard({ resolve: async () => [at("93.184.216.34"), at("10.0.0.1")] });
		expect(await codeOf(guarded.fetch("https://hooks.example.com/"))).toBe("ADDRESS_REFUSED");
	});
});

describe("a URL", () => {
	it.each([
		"https://127.0.0.1/",
		"https://127.1/",
		"https://2130706433/",
		"https://0x7f000001/",
		"https://0x7f.0.0.1/",
		"https://0177.0.0.1/",
		"https://017700000001/",
		"https://127.0.0.1./",
		"https://①②⑦.⓪.⓪.①/",
		"https://127。0。0。1/",
		"https://%31%32%37.0.0.1/",
		"https://0/",
		"https://[::1]/",
		"https://[::ffff:127.0.0.1]/",
		"https://[::ffff:7f00:1]/",
		"https://[0:0:0:0:0:ffff:a9fe:a9fe]/",
		"https://[64:ff9b::7f00:1]/",
		"https://[fd00:ec2::254]/latest/meta-data/",
		"https://169.254.169.254/latest/meta-data/",
		"https://[::]/",
		"https://10.0.0.1:8443/",
		"https://localhost/",
		"https://LOCALHOST/",
		"https://localhost./",
		"https://app.localhost/",
		"https://kubernetes.default.svc/",
		"https://metadata.google.internal/computeMetadata/v1/",
		"https://metadata/",
		"https://db/",
		"https://printer.local/",
		"https://nas.lan/",
		"https://intra.corp/",
		"https://router.home.arpa/",
		"https://user@hooks.example.com/",
		"https://user:pass@hooks.example.com/",
		"https://hooks.example.com:pass@127.0.0.1/",
		"https://hooks.example.com@127.0.0.1/",
		"https://127.0.0.1#@hooks.example.com/",
		"http://hooks.example.com/",
		"http://169.254.169.254/",
		"ftp://hooks.example.com/",
		"file:///etc/passwd",
		"gopher://127.0.0.1:6379/_",
		"data:text/plain,x",
		"javascript:alert(1)",
		"unix:/var/run/docker.sock",
		"https:///",
		"//hooks.example.com/",
		"hooks.example.com",
		"",
	])("%s is refused when it is saved and when it is asked", async (url) => {
		const guarded = guard({ resolve: async () => [at("127.0.0.1")] });
		expect(() => guarded.check(url)).toThrow(expect.objectContaining({ code: "ADDRESS_REFUSED" }) as Error);
		const asked = await codeOf(guarded.fetch(url));
		expect(asked).not.toBe("answered");
	});

	it("of the public internet passes, and its name is nobody's until it is asked", () => {
		expect(guard().check("https://hooks.example.com:8443/a?b=c").href).toBe("https://hooks.example.com:8443/a?b=c");
	});

	it("with a name that isn't found is refused in the words for a private one", async () => {
		const sentence = (resolve: NonNullable<GuardOptions["resolve"]>) =>
			guard({ resolve })
				.fetch("https://jira.example.com/")
				.then(
					() => "",
					(error: Error) => error.message,
				);
		const missing = await sentence(async () => Promise.reject(new Error("ENOTFOUND")));
		expect(missing).toBe(await sentence(async () => [at("10.1.1.1")]));
		expect(missing).toContain("jira.example.com");
	});
});

describe("a name whose answer changes", () => {
	it("is looked up once per connection, and the connection goes to the answer that was judged", async () => {
		const judged = await play((_request, response) => response.end("judged"));
		const inside = await play((_request, response) => response.end("inside"), "127.0.0.2");
		let lookups = 0;
		const guarded = guard({
			// The first answer is fine, all later ones lead inside.
			resolve: async () => [at(lookups++ === 0 ? "127.0.0.1" : "127.0.0.2")],
			allowed: [`rebinding.example.com:${judged.port}`],
		});
		const answer = await guarded.fetch(`http://rebinding.example.com:${judged.port}/`);
		expect(await answer.text()).toBe("judged");
		expect({ lookups, inside: inside.hits() }).toEqual({ lookups: 1, inside: 0 });
	});

	it("is judged anew for every new connection", async () => {
		const answers = [at("192.0.2.1"), at("127.0.0.1")];
		const asked: string[] = [];
		const guarded = guard({
			resolve: async () => [answers.shift() ?? at("127.0.0.1")],
			isPublic: (address) => {
				asked.push(address);
				return false;
			},
		});
		for (const _ of [1, 2]) expect(await codeOf(guarded.fetch("https://rebinding.example.com/"))).toBe("ADDRESS_REFUSED");
		expect(asked).toEqual(["192.0.2.1", "127.0.0.1"]);
	});
});

describe("an answer", () => {
	it("that redirects is not followed, neither inside nor outside", async () => {
		const inside = await play((_request, response) => response.end("secret"));
		const outside = await play((_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end());
		const guarded = guard({ allowed: [`127.0.0.1:${outside.port}`, `127.0.0.1:${inside.port}`] });
		const url = `http://127.0.0.1:${outside.port}/`;
		expect(await codeOf(guarded.fetch(url))).not.toBe("answered");
		expect(await codeOf(guarded.fetch(url, { redirect: "follow" }))).not.toBe("answered");
		const seen = await guarded.fetch(url, { redirect: "manual" });
		expect({ status: seen.status, inside: inside.hits() }).toEqual({ status: 302, inside: 0 });
	});

	it("without end is cut at the limit", async () => {
		const piece = Buffer.alloc(65_536);
		const { port } = await play((_request, response) => {
			const more = (): void => {
				if (!response.destroyed) response.write(piece, () => setImmediate(more));
			};
			more();
		});
		const guarded = guard({ allowed: ["127.0.0.1"], maxBytes: 100_000 });
		const answer = await guarded.fetch(`http://127.0.0.1:${port}/`);
		expect(await codeOf(answer.arrayBuffer())).toBe("ANSWER_TOO_LARGE");
	});

	it("that unpacks to more than the limit is cut there too", async () => {
		const bomb = gzipSync(Buffer.alloc(5_000_000));
		const { port } = await play((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
		const guarded = guard({ allowed: ["127.0.0.1"], maxBytes: 100_000 });
		expect(bomb.byteLength).toBeLessThan(100_000);
		const answer = await guarded.fetch(`http://127.0.0.1:${port}/`);
		expect(await codeOf(answer.arrayBuffer())).toBe("ANSWER_TOO_LARGE");
	});

	it("that announces too much isn't read at all", async () => {
		const { port } = await play((_request, response) => response.writeHead(200, { "content-length": "5000000" }).write("x"));
		const guarded = guard({ allowed: ["127.0.0.1"], maxBytes: 100_000 });
		expect(await codeOf(guarded.fetch(`http://127.0.0.1:${port}/`))).toBe("ANSWER_TOO_LARGE");
	});

	it("that never comes ends with the time", async () => {
		const { port } = await play(() => undefined);
		const guarded = guard({ allowed: ["127.0.0.1"], timeoutMs: 100 });
		await expect(guarded.fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow("timeout");
	});

	it("comes back whole, with status and headers", async () => {
		const { port } = await play((request, response) => {
			response.setHeader("x-said", String(request.headers["x-asked"]));
			request.pipe(response.writeHead(201));
		});
		const guarded = guard({ allowed: ["127.0.0.1"] });
		const answer = await guarded.fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "hello", headers: { "x-asked": "yes" } });
		expect([answer.status, answer.headers.get("x-said"), await answer.text()]).toEqual([201, "yes", "hello"]);
	});
});

describe("the surroundings", () => {
	it("an allowed port opens no other port of the same host", async () => {
		const other = await play((_request, response) => response.end());
		const guarded = guard({ allowed: ["127.0.0.1:1"] });
		expect(await codeOf(guarded.fetch(`http://127.0.0.1:${other.port}/`))).toBe("ADDRESS_REFUSED");
		expect(other.hits()).toBe(0);
	});

	it("a proxy of the environment is not used", async () => {
		const proxy = await play((_request, response) => response.end("through the proxy"));
		const target = await play((_request, response) => response.end("straight"));
		const before = { ...process.env };
		Object.assign(process.env, {
			HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
			http_proxy: `http://127.0.0.1:${proxy.port}`,
			NODE_USE_ENV_PROXY: "1",
		});
		try {
			const answer = await guard({ allowed: ["127.0.0.1"] }).fetch(`http://127.0.0.1:${target.port}/`);
			expect([await answer.text(), proxy.hits()]).toEqual(["straight", 0]);
		} finally {
			for (const name of ["HTTP_PROXY", "http_proxy", "NODE_USE_ENV_PROXY"]) {
				if (before[name] === undefined) delete process.env[name];
				else process.env[name] = before[name];
			}
		}
	});

	it("a header can't smuggle another one", async () => {
		await expect(guard({ allowed: ["127.0.0.1"] }).fetch("http://127.0.0.1:1/", { headers: { "x-a": "b\r\nhost: c" } })).rejects.toThrow(
			"invalid header value",
		);
	});
});
