// The first step of every login with a password, for browsers and programs alike: counted, then checked, and refused in one sentence
// whatever was wrong. Which it was, is nobody's business.
import { withUser } from "../../db/tenant-scope.ts";
import { secondFactorOf } from "../../db/tenancy/second-factor.store.ts";
import { type Membership, membershipsOf } from "../../db/tenancy/membership.store.ts";
import { userById, type UserRow, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ApiDeps, RequestContext } from "../context.ts";
import { isRightPassword } from "./password.ts";
import { countTries, tryWasRight } from "./tries.ts";

export interface KnownPerson {
	readonly user: UserRow;
	/** At least one. */
	readonly memberships: readonly Membership[];
}

export interface CheckedPerson extends KnownPerson {
	/** A code is asked for before anybody is signed in. */
	readonly secondFactor: boolean;
}

const refused = (): TieoutError =>
	new TieoutError("LOGIN_REFUSED", "The e-mail address or the password is not right. Check both and try again.");

/** @throws TieoutError LOGIN_REFUSED or TOO_MANY_TRIES */
export async function checkPassword(ctx: RequestContext, { email, password }: { email: string; password: string }): Promise<CheckedPerson> {
	const { deps, address } = ctx;
	const account = email.trim().toLowerCase();
	await countTries(deps, [{ name: "address", of: address }]);
	// Together, and both before the password is looked at.
	const [known] = await Promise.all([knownPerson(deps, account), countTries(deps, [{ name: "account", of: account }])]);
	// Outside any transaction: argon2 takes its time on purpose.
	const right = await isRightPassword(known.user?.passwordHash ?? null, password);
	if (!right || known.user === null || known.memberships.length === 0) throw refused();
	await tryWasRight(deps, { address, account });
	return { user: known.user, memberships: known.memberships, secondFactor: known.secondFactor };
}

/** Nobody's id finds nothing, with the same questions and in the same time as somebody's. */
async function knownPerson({ orm }: Pick<ApiDeps, "orm">, account: string) {
	const userId = (await userIdByEmail(orm, account)) ?? derivedId("nobody", account);
	return withUser(orm, userId, async (em) => ({
		user: await userById(em, userId),
		memberships: await membershipsOf(em, userId),
		secondFactor: (await secondFactorOf(em, userId))?.confirmed === true,
	}));
}
