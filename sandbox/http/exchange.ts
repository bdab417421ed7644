// Between Node's HTTP objects and the emulators' plain requests and replies.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { VendorReply, VendorRequest } from "../core/vendor-reply.ts";

const maxBodyBytes = 1_000_000;

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

/** Sends the reply; `cut` closes the connection in the middle of the body, so that the client never sees its end. */
export function sendReply(response: ServerResponse, reply: VendorReply, cut: boolean): void {
	const bytes = Buffer.from(reply.body, "utf8");
	response.writeHead(reply.status, { ...reply.headers, "content-length": String(bytes.length) });
	if (!cut) {
		response.end(bytes);
		return;
	}
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
