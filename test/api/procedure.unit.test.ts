// A procedure must say who may call it: without that it does not compile, and tRPC's own builder is out of reach.
import { expect, test } from "vitest";
import * as trpc from "../../api/trpc.ts";

test("a procedure without a stated access does not compile", () => {
	// Never called: the compiler is what is tested (`npm test` type-checks; an unused expectation is an error).
	const mistakes = () => {
		// @ts-expect-error no access stated
		trpc.procedure();
		// @ts-expect-error not a permission anyone has defined
		trpc.procedure("jobs.everything");
		// @ts-expect-error a procedure for anyone has no entity manager
		trpc.procedure("anyone").query(({ ctx }) => ctx.em);
		// @ts-expect-error a session alone opens no tenant data
		trpc.procedure("signed-in").query(({ ctx }) => ctx.em);
		// @ts-expect-error who runs the platform has no company's data by that
		trpc.procedure("platform").query(({ ctx }) => ctx.em);
		return trpc.procedure("jobs.read").query(({ ctx }) => [ctx.em, ctx.tenantId, ctx.userId, ctx.access]);
	};
	expect(mistakes).toBeTypeOf("function");
});

test("the only builder that trpc.ts gives away is procedure(access)", () => {
	expect(Object.keys(trpc).sort()).toEqual(["procedure", "router"]);
});
