// What a counted fault makes of an answer: another body, another status, or another way of sending it.
import type { CountedFault, FaultVendor } from "./faults.ts";
import type { Delivery, VendorReply } from "./vendor-reply.ts";

export interface Spoiled {
	readonly reply: VendorReply;
	readonly delivery: Delivery;
}

export interface Refusals {
	/** The vendor's own 429 with Retry-After. */
	readonly limited: (vendor: FaultVendor, retryAfterSeconds: number) => VendorReply;
	/** The vendor's own words for a fault on its side. */
	readonly failed: (vendor: FaultVendor, status: 500 | 502 | 503) => VendorReply;
}

const whole: Delivery = { kind: "whole" };

const maintenance =
	"<!doctype html><html><head><title>Scheduled maintenance</title></head><body><h1>We'll be right back</h1></body></html>";

function malformed(reply: VendorReply, how: "html" | "truncated" | "wrong_shape"): VendorReply {
	if (how === "html") return { ...reply, status: 200, headers: { ...reply.headers, "content-type": "text/html" }, body: maintenance };
	if (how === "truncated") return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length * 0.6)) };
	return { ...reply, body: JSON.stringify({ object: "list", results: [] }) };
}

function reordered(reply: VendorReply): VendorReply {
	const body = JSON.parse(reply.body) as Record<string, unknown>;
	const name = Array.isArray(body.data) ? "data" : "items";
	return { ...reply, body: JSON.stringify({ ...body, [name]: [...(body[name] as unknown[])].reverse() }, null, 2) };
}

/** @param before the page before this one, for `duplicate_page` */
export function spoiled(fault: CountedFault, reply: VendorReply, before: string | null, refusals: Refusals): Spoiled {
	switch (fault.kind) {
		case "rate_limit":
			return { reply: refusals.limited(fault.vendor, fault.retryAfterSeconds), delivery: whole };
		case "server_error":
			return { reply: refusals.failed(fault.vendor, fault.status), delivery: whole };
		case "timeout":
			return { reply, delivery: { kind: "never", seconds: fault.seconds } };
		case "slow_body":
			return { reply, delivery: { kind: "slow", seconds: fault.seconds } };
		case "cut":
			return { reply, delivery: { kind: "cut" } };
		case "malformed_page":
			return { reply: malformed(reply, fault.how), delivery: whole };
		case "duplicate_page":
			return { reply: before === null ? reply : { ...reply, body: before }, delivery: whole };
		case "reordered_page":
			return { reply: reordered(reply), delivery: whole };
	}
}
