// Between Node's HTTP objects and the emulators' plain requests and replies.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery, VendorReply, VendorRequest } from "../core/vendor-reply.ts";

const maxBodyBytes = 1_000_000;
/** Of a slow body. */
const pieces = 20;

/** Reads the whole request. @throws RangeError when the body is larger than a megabyte */
export async function readRequest(incoming: IncomingMessage): Promise<VendorRequest> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of incoming as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > maxBodyBytes) throw new RangeError("request body larger than a megabyte");
		chunks.push(chunk);
	}
	const url = new URL(incoming.url ?? "/", "http://sandbox");
	const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
	return {
		method: incoming.method ?? "GET",
		path: url.pathname,
		query: url.searchParams,
		headers,
		body: Buffer.concat(chunks).toString("utf8"),
	};
}

/** Sends the reply as `delivery` says. What waits ends with the connection, so that a sandbox that stops waits for nothing. */
export function sendReply(response: ServerResponse, reply: VendorReply, delivery: Delivery = { kind: "whole" }): void {
	const bytes = Buffer.from(reply.body, "utf8");
	if (delivery.kind === "never") {
		after(response, delivery.seconds * 1000, () => response.destroy());
		return;
	}
	response.writeHead(reply.status, { ...reply.headers, "content-length": String(bytes.length) });
	if (delivery.kind === "whole") response.end(bytes);
	else if (delivery.kind === "cut") response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
	else sendSlowly(response, bytes, delivery.seconds);
}

function after(response: ServerResponse, ms: number, work: () => void): void {
	const timer = setTimeout(work, ms);
	response.once("close", () => clearTimeout(timer));
}

function sendSlowly(response: ServerResponse, bytes: Buffer, seconds: number): void {
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	let from = 0;
	const timer = setInterval(
		() => {
			response.write(bytes.subarray(from, from + size));
			from += size;
			if (from < bytes.length) return;
			clearInterval(timer);
			response.end();
		},
		(seconds * 1000) / pieces,
	);
	response.once("close", () => clearInterval(timer));
}
