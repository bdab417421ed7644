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

/** Whom an e-mail address means, before the password is known to be right. Nobody has an id too, and no company. */
export interface AskedPerson {
	readonly userId: string;
	readonly memberships: readonly Membership[];
}

interface LoginSteps<Ahead, Out> {
	/** Read while the password is hashed, for nobody as for somebody; says nothing to anyone until the password was right. */
	readonly meanwhile: (asked: AskedPerson) => Promise<Ahead>;
	/** What a right password opens. */
	readonly then: (person: CheckedPerson, ahead: Ahead) => Promise<Out>;
}

/** @throws TieoutError LOGIN_REFUSED or TOO_MANY_TRIES, and whatever `then` refuses */
export async function withPassword<Ahead, Out>(
	ctx: RequestContext,
	{ email, password }: { email: string; password: string },
	{ meanwhile, then }: LoginSteps<Ahead, Out>,
): Promise<Out> {
	const { deps, address } = ctx;
	const account = email.trim().toLowerCase();
	await countTries(deps, [{ name: "address", of: address }]);
	// Together, and both before the password is looked at.
	const [known] = await Promise.all([knownPerson(deps, account), countTries(deps, [{ name: "account", of: account }])]);
	const { user, memberships, secondFactor } = known;
	// Outside any transaction: argon2 takes its time on purpose.
	const [right, ahead] = await Promise.all([isRightPassword(user?.passwordHash ?? null, password), meanwhile(known)]);
	if (!right || user === null || memberships.length === 0) throw refused();
	// Both are waited for, whatever becomes of either.
	const [done, forgiven] = await Promise.allSettled([
		then({ user, memberships, secondFactor }, ahead),
		tryWasRight(deps, { address, account }),
	]);
	if (done.status === "rejected") throw done.reason;
	if (forgiven.status === "rejected") throw forgiven.reason;
	return done.value;
}

/** Nobody's id finds nothing, with the same questions and in the same time as somebody's. */
async function knownPerson({ orm }: Pick<ApiDeps, "orm">, account: string) {
	const userId = (await userIdByEmail(orm, account)) ?? derivedId("nobody", account);
	return withUser(orm, userId, async (em) => ({
		userId,
		user: await userById(em, userId),
		memberships: await membershipsOf(em, userId),
		secondFactor: (await secondFactorOf(em, userId))?.confirmed === true,
	}));
}
