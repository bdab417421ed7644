// The first step of every login with a password, for browsers and programs alike: counted, then checked, and refused in one sentence
// whatever was wrong. Which it was, is nobody's business.
import { withUser } from "../../db/tenant-scope.ts";
import { type Membership, membershipsOf } from "../../db/tenancy/membership.store.ts";
import { userById, type UserRow, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RequestContext } from "../context.ts";
import { isRightPassword } from "./password.ts";
import { countTries, tryWasRight } from "./tries.ts";

export interface KnownPerson {
	readonly user: UserRow;
	/** At least one. */
	readonly memberships: readonly Membership[];
}

const refused = (): TieoutError =>
	new TieoutError("LOGIN_REFUSED", "The e-mail address or the password is not right. Check both and try again.");

/** @throws TieoutError LOGIN_REFUSED or TOO_MANY_TRIES */
export async function checkPassword(ctx: RequestContext, { email, password }: { email: string; password: string }): Promise<KnownPerson> {
	const { deps, address } = ctx;
	const account = email.trim().toLowerCase();
	await countTries(deps, [
		{ name: "address", of: address },
		{ name: "account", of: account },
	]);
	// Nobody's id finds nothing, with the same questions and in the same time as somebody's.
	const userId = (await userIdByEmail(deps.orm, account)) ?? derivedId("nobody", account);
	const known = await withUser(deps.orm, userId, async (em) => ({
		user: await userById(em, userId),
		memberships: await membershipsOf(em, userId),
	}));
	// Outside any transaction: argon2 takes its time on purpose.
	const right = await isRightPassword(known.user?.passwordHash ?? null, password);
	if (!right || known.user === null || known.memberships.length === 0) throw refused();
	await tryWasRight(deps, { address, account });
	return { user: known.user, memberships: known.memberships };
}
