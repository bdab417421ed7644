// A new password as a field: what it must be is said by domain/tenancy/password-rules.ts.
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { passwordFlaw } from "../../domain/tenancy/password-rules.ts";

export const newPassword = z.string().min(1, "Choose a password.").max(1_000);

/** @throws TRPCError that says it at the field `password` */
export function requireGoodPassword(password: string, about: readonly string[]): void {
	const flaw = passwordFlaw(password, about);
	if (flaw === null) return;
	// The class that is an Error: tRPC wraps any other cause.
	throw new TRPCError({
		code: "BAD_REQUEST",
		cause: new z.ZodRealError([{ code: "custom", path: ["password"], message: flaw, input: "" }]),
	});
}
