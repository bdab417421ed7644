import { describe, expect, it } from "vitest";
import { readBackStep, streamsTold, type SyncSeen } from "./read-back.ts";
import { stripe } from "./vendors/stripe.ts";
import { netsuite } from "./vendors/netsuite.ts";

const sync = (change: Partial<SyncSeen>): SyncSeen => ({ jobId: "1", state: "ended well", isLater: true, streams: null, ...change });
const wanted = ["payouts"];

describe("what a webhook has us read (E12)", () => {
	it("is the streams of its type, in the order in which they are read", () => {
		expect(streamsTold(stripe, "payout.paid")).toEqual(["balance_transactions", "payouts", "payout_items"]);
		expect(streamsTold(stripe, "charge.refunded")).toEqual(["balance_transactions"]);
	});

	it("is nothing for a type that no stream is about, and for a vendor without webhooks", () => {
		expect(streamsTold(stripe, "customer.created")).toEqual([]);
		expect(streamsTold(netsuite, "payout.paid")).toEqual([]);
	});
});

describe("a webhook", () => {
	it("is done when a sync that began later has read its streams", () => {
		expect(readBackStep([sync({ jobId: "7" })], wanted)).toEqual({ kind: "read", jobId: "7" });
		expect(readBackStep([sync({ streams: ["payouts", "payout_items"] })], wanted)).toEqual({ kind: "read", jobId: "1" });
	});

	it("is not done by a sync that had begun before it came, nor by one of other streams", () => {
		expect(readBackStep([sync({ isLater: false })], wanted)).toEqual({ kind: "start" });
		expect(readBackStep([sync({ streams: ["balance_transactions"] })], wanted)).toEqual({ kind: "start" });
	});

	it("waits while any sync of its connection is under way, so that a flood of them starts one", () => {
		expect(readBackStep([sync({ state: "open", isLater: false })], wanted)).toEqual({ kind: "wait" });
		expect(readBackStep([sync({ state: "open" })], wanted)).toEqual({ kind: "wait" });
	});

	it("gives up when the sync that it waited for failed, instead of asking a failing vendor again and again", () => {
		expect(readBackStep([sync({ jobId: "9", state: "ended badly" })], wanted)).toEqual({ kind: "failed", jobId: "9" });
	});

	it("starts one when nothing was read yet", () => {
		expect(readBackStep([], wanted)).toEqual({ kind: "start" });
	});
});
