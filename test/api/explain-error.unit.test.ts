// What a person reads when something fails: a code, a sentence, never a stack or an internal name.
import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { explainError } from "../../api/explain-error.ts";
import { TieoutError } from "../../domain/core/errors.ts";

test("our own errors keep their code and their sentence", () => {
	const error = new TieoutError("PERIOD_LOCKED", "October is locked. Ask the controller to open it.", { month: "2026-10" });
	const wrapped = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error });
	expect(explainError(wrapped)).toMatchObject({
		code: "PERIOD_LOCKED",
		httpStatus: 400,
		message: error.message,
		facts: { month: "2026-10" },
	});
});

test("input that does not fit is explained field by field", () => {
	const result = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/, "Write the month as 2026-10.") }).safeParse({ month: "Oct" });
	const explained = explainError(new TRPCError({ code: "BAD_REQUEST", cause: result.error }));
	expect(explained).toMatchObject({ code: "INPUT", httpStatus: 400, fields: [{ path: "month", message: "Write the month as 2026-10." }] });
});

test("an answer that does not fit its own schema is our fault, not the caller's", () => {
	const result = z.object({ a: z.string() }).safeParse({ a: 1 });
	const explained = explainError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: result.error }));
	expect(explained).toMatchObject({ code: "INTERNAL", httpStatus: 500, unexpected: true, fields: [] });
});

test("a database that is away is a 503 that says nothing was changed", () => {
	const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" });
	const explained = explainError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new Error("driver", { cause: refused }) }));
	expect(explained).toMatchObject({ code: "UNAVAILABLE", httpStatus: 503 });
	expect(explained.message).not.toContain("127.0.0.1");
});

test("a Temporal that is away or hangs is a 503 too, and says which of the two it is", () => {
	const late = Object.assign(new Error("4 DEADLINE_EXCEEDED"), { code: 4, details: "Deadline exceeded" });
	const explained = explainError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new Error("Failed", { cause: late }) }));
	expect(explained).toMatchObject({ code: "UNAVAILABLE", httpStatus: 503, message: expect.stringContaining("Temporal") });
});

test("a text that PostgreSQL can't take is the caller's, not an absent database", () => {
	for (const code of ["08P01", "22P02"])
		expect(explainError(Object.assign(new Error("invalid message format"), { code }))).toMatchObject({ code: "INPUT", httpStatus: 400 });
	expect(explainError(Object.assign(new Error("gone"), { code: "08006" }))).toMatchObject({ code: "UNAVAILABLE" });
});

test("two who change the same rows at once are told to try again, not that we failed", () => {
	for (const code of ["40P01", "40001"]) {
		const explained = explainError(
			new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: Object.assign(new Error("deadlock detected"), { code }) }),
		);
		expect(explained).toMatchObject({ code: "CONFLICT", httpStatus: 409, unexpected: true, message: expect.stringContaining("Try again") });
	}
});

test("anything unforeseen says nothing about itself", () => {
	const explained = explainError(new Error('relation "sessions" does not exist at /srv/app.ts:3'));
	expect(explained).toMatchObject({ code: "INTERNAL", httpStatus: 500, unexpected: true });
	expect(JSON.stringify(explained)).not.toMatch(/sessions|srv/);
});
