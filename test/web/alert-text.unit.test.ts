import { expect, test } from "vitest";
import { alertText } from "../../web/src/areas/sync/alert-text.ts";

type Facts = Parameters<typeof alertText>[0];

const failed: Facts = {
	vendor: "stripe",
	status: "failing",
	health: "failed",
	lastFailure: "Stripe does not accept the API key.",
	quarantined: 0,
	tie: { ties: 3, differs: 0, notProven: 0 },
};

test("a failed run says what it said; once the credentials answer again, the next step is a sync", () => {
	expect(alertText(failed)).toEqual({ title: "The last run failed", next: "Stripe does not accept the API key." });
	const answered = alertText({ ...failed, status: "connected" });
	expect(answered?.title).toBe("The last run failed; the credentials answered when last tried");
	expect(answered?.next).toBe("Sync again: it goes on from what is saved. The run said: Stripe does not accept the API key.");
	expect(alertText({ ...failed, status: "connected", vendor: "files" })?.title).toBe("The last run failed");
});

test("credentials that were refused after the last run are to be replaced, and a whole connection has nothing to fix", () => {
	expect(alertText({ ...failed, lastFailure: null })?.title).toBe("The vendor refused the credentials");
	expect(alertText({ ...failed, health: "healthy", status: "connected", lastFailure: null })).toBeNull();
});
