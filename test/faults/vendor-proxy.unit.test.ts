// The way to the vendors: bytes pass unchanged, a cut ends what is under way and refuses what is new, and a mended way is whole.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { type VendorProxy, vendorProxy } from "./vendor-proxy.ts";

let vendor: Server;
let proxy: VendorProxy;
const long = "x".repeat(500_000);

beforeAll(async () => {
	vendor = createServer((request, response) => {
		if (request.url !== "/never") response.end(long);
	});
	await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
	proxy = await vendorProxy(await freePort(), (vendor.address() as AddressInfo).port);
});
afterAll(async () => {
	await proxy.close();
	vendor.closeAllConnections();
	vendor.close();
});

test("a cut ends the request under way, the next is refused, and after mending all is as before", async () => {
	expect(await (await fetch(proxy.url)).text()).toBe(long);
	const waiting = fetch(`${proxy.url}/never`);
	const ended = expect(waiting).rejects.toThrow("fetch failed");
	await new Promise((resolve) => setTimeout(resolve, 50));
	proxy.cut();
	await ended;
	await expect(fetch(proxy.url)).rejects.toThrow("fetch failed");
	proxy.mend();
	expect(await (await fetch(proxy.url)).text()).toBe(long);
});
