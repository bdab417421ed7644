// Counts tries before what they ask for is looked at, and refuses with how long to wait.
import { countTry, forgetTries, type Throttled, uncountTry } from "../../db/tenancy/throttle.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { waitText } from "../../domain/tenancy/throttle.ts";
import type { ApiDeps } from "../context.ts";

type Deps = Pick<ApiDeps, "orm" | "now">;

/** @throws TieoutError TOO_MANY_TRIES when one of them has to wait */
export async function countTries({ orm, now }: Deps, all: readonly Throttled[]): Promise<void> {
	for (const each of all) {
		const outcome = await countTry(orm, each, now());
		if (outcome.kind === "allowed") continue;
		throw new TieoutError("TOO_MANY_TRIES", `${sentenceOf[each.name]} Try again in ${waitText(outcome.waitMs)}.`, {
			retryAfterS: Math.ceil(outcome.waitMs / 1000),
		});
	}
}

/** A right password is held against nobody: the account starts anew, the address gets its try back. */
export async function tryWasRight(
	{ orm, now }: Deps,
	{ address, account }: { readonly address: string; readonly account: string },
): Promise<void> {
	await Promise.all([forgetTries(orm, { name: "account", of: account }), uncountTry(orm, { name: "address", of: address }, now())]);
}

const sentenceOf: Readonly<Record<Throttled["name"], string>> = {
	account: "Too many failed logins. Choose a new password by mail, ask an administrator of your company, or wait.",
	address: "Too many failed logins.",
	code: "Too many wrong codes.",
	mail_to: "Several mails are on their way to this address already.",
	mail_from: "Too many mails were asked for from here.",
	lookup: "Too many questions came from here.",
};
