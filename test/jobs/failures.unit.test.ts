import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { describe, expect, it } from "vitest";
import { castFailure, describeFailure } from "../../activities/core/failures.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { explainJob } from "../../domain/jobs/explain-failure.ts";
import { failureOf } from "../../domain/jobs/failure-of.ts";
import { failureTable } from "../../domain/jobs/failure-table.ts";
import { redact } from "../../platform/redact.ts";

const cast = (error: unknown, attempt = 1): ApplicationFailure => {
	const failure = castFailure(error, attempt);
	if (!(failure instanceof ApplicationFailure)) throw new Error("not cast");
	return failure;
};

describe("what leaves an activity", () => {
	it.each([1, 90_000, 86_400_000, 3_000_000_000])("waits %i ms because the vendor said so, whatever the length", (retryAfterMs) => {
		const failure = cast(new TieoutError("VENDOR_RATE_LIMITED", "Wait.", { retryAfterMs }));
		expect(failure).toMatchObject({ type: "VENDOR_RATE_LIMITED", nonRetryable: false, nextRetryDelay: retryAfterMs });
	});

	it("is tried by the class when the vendor named no time", () => {
		expect(cast(new TieoutError("VENDOR_UNAVAILABLE", "Down.")).nextRetryDelay ?? null).toBeNull();
	});

	it("is never tried again where asking can't help, nor where the code isn't listed", () => {
		expect(cast(new TieoutError("VENDOR_AUTH", "Reconnect.")).nonRetryable).toBe(true);
		expect(cast(new TieoutError("SOMETHING_NEW", "Hm.")).nonRetryable).toBe(true);
	});

	it("gives up on the unexpected after five tries", () => {
		expect(cast(new Error("boom"), 4).nonRetryable).toBe(false);
		expect(cast(new Error("boom"), 5).nonRetryable).toBe(true);
	});

	it("never carries an unknown error's own text or stack", () => {
		const failure = cast(new TypeError("could not read jane@larkfield.example"));
		expect(`${failure.message} ${failure.stack}`).not.toContain("jane@");
		expect(failure.cause).toBeUndefined();
	});

	it("knows a database that is away by the driver's code, also under a cause", () => {
		const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
		expect(describeFailure(new Error("query failed", { cause: refused })).code).toBe("DATABASE_UNAVAILABLE");
		expect(describeFailure(Object.assign(new Error("x"), { code: "57P01" })).code).toBe("DATABASE_UNAVAILABLE");
	});

	it("lets a cancellation through as it is", () => {
		const cancelled = new CancelledFailure("stop");
		expect(castFailure(cancelled, 1)).toBe(cancelled);
	});
});

describe("what a job says of its failure", () => {
	it("comes from the innermost failure that says something", () => {
		const inner = ApplicationFailure.create({ type: "VENDOR_AUTH", message: "Reconnect Stripe." });
		const wrapped = Object.assign(new Error("Activity task failed"), { name: "ActivityFailure", cause: inner });
		expect(failureOf(Object.assign(new Error("child"), { name: "ChildWorkflowFailure", cause: wrapped }))).toEqual({
			code: "VENDOR_AUTH",
			message: "Reconnect Stripe.",
		});
	});

	it("has a title of at most ten words and a next step for every listed code", () => {
		for (const [code, row] of Object.entries(failureTable)) {
			expect(row.title.split(" ").length, code).toBeLessThanOrEqual(10);
			expect(row.next, code).toMatch(/\.$/);
		}
	});

	it("is explained only where something needs attention", () => {
		const job = { kind: "sync", status: "done", failureCode: null, failureMessage: null, rowsWritten: 0, result: null } as const;
		expect(explainJob(job)).toBeNull();
		const reconciled = { ...job, kind: "reconcile", status: "check", result: { exceptions: 19 } } as const;
		expect(explainJob(reconciled)?.title).toBe("19 exceptions to decide");
		const kept = { ...job, status: "check", decisions: [{ status: "rejected" }] } as const;
		expect(explainJob(kept)).toMatchObject({ title: "Records that the source deleted were kept", next: expect.stringContaining("rewind") });
		expect(explainJob({ ...job, status: "check", decisions: [{ status: "approved" }] })?.title).toBe("A control total doesn't tie");
		expect(explainJob({ ...job, status: "check", result: { quarantined: 2 } })?.title).toBe("2 records could not be read");
		expect(
			explainJob({ ...job, status: "failed", failureCode: "VENDOR_AUTH", failureMessage: "Stripe said 401.", rowsWritten: 1500 }),
		).toMatchObject({
			happened: "Stripe said 401.",
			safe: expect.stringContaining("1,500 rows"),
		});
	});
});

describe("a shown event", () => {
	it("has ids, counts and our words; any other text is a blank", () => {
		const id = "0b0f7f5e-1111-4111-8111-0b0f7f5e1111";
		expect(
			redact({
				tenantId: id,
				rows: 3,
				stream: "payouts",
				note: "Jane Doe, IBAN DE00",
				nested: [{ email: "jane@x.example", at: "2026-10-31" }],
			}),
		).toEqual({
			tenantId: id,
			rows: 3,
			stream: "payouts",
			note: "…",
			nested: [{ email: "…", at: "2026-10-31" }],
		});
		expect(redact({ customerId: "x".repeat(300) })).toEqual({ customerId: "…" });
	});
});
