// Deciding in the place of somebody who is away. It adds a pair of eyes and never takes one away: what either of the two prepared,
// neither decides, and what the absent one may not decide at that moment, nobody may in their place.
import { err, ok, type Result } from "../core/result.ts";
import { type Access, may, type Permission } from "./permissions.ts";
import { deciderPermissions } from "./policies/approvals.ts";

/** What can be decided in somebody's place. The erasure of the company isn't among it: an owner or admin agrees to that themselves. */
export const delegablePermissions: readonly Permission[] = ["jobs.decide", ...deciderPermissions];

export const longestAbsenceDays = 60;
const dayMs = 86_400_000;

type Seen = Pick<Access, "permissions" | "entityIds">;

export interface Absence {
	readonly giver: Seen & { readonly userId: string };
	readonly deputy: Seen & { readonly userId: string; readonly name: string; readonly kind: "member" | "service" | "support" };
	readonly startsAt: Date;
	readonly endsAt: Date;
	readonly now: Date;
}

export interface AbsenceRefusal {
	readonly code: "INPUT" | "FORBIDDEN" | "ROLE_UNSUITABLE";
	readonly message: string;
}

const refuse = (code: AbsenceRefusal["code"], message: string) => err<AbsenceRefusal>({ code, message });

/** Whether somebody may name this deputy for this time. */
export function mayDelegate({ giver, deputy, startsAt, endsAt, now }: Absence): Result<void, AbsenceRefusal> {
	if (!delegablePermissions.some((permission) => may(giver, permission)))
		return refuse("FORBIDDEN", "You decide nothing here, so there is nothing to leave to somebody else.");
	if (deputy.userId === giver.userId) return refuse("INPUT", "Choose somebody else: you can't stand in for yourself.");
	if (deputy.kind !== "member" || !may(deputy, "approvals.read"))
		return refuse("ROLE_UNSUITABLE", `${deputy.name} doesn't see the approvals here. Choose a colleague who does.`);
	if (!seesNoMore(deputy, giver))
		return refuse(
			"ROLE_UNSUITABLE",
			`${deputy.name} sees entities that you don't, so they can't decide in your place. Choose somebody else.`,
		);
	if (endsAt.getTime() <= startsAt.getTime()) return refuse("INPUT", "The absence must end after it begins.");
	if (endsAt.getTime() <= now.getTime()) return refuse("INPUT", "This time is over already. Choose a day that is still to come.");
	if (endsAt.getTime() - startsAt.getTime() > longestAbsenceDays * dayMs)
		return refuse("INPUT", `An absence has at most ${longestAbsenceDays} days. For longer, ask an admin to give somebody the role.`);
	return ok(undefined);
}

/** Entities: what the deputy decides is something that the absent one sees, too. */
const seesNoMore = (deputy: Seen, giver: Seen): boolean =>
	giver.entityIds === null || (deputy.entityIds !== null && deputy.entityIds.every((id) => giver.entityIds?.includes(id)));

/** Somebody who is away now and has named the person who asks. */
export interface Absent {
	readonly userId: string;
	readonly name: string;
	/** What may be decided in their place: empty when they lost it, or see less than their deputy by now. */
	readonly permissions: readonly Permission[];
}

export const absentNow = (giver: Seen & { readonly userId: string; readonly name: string }, deputy: Seen): Absent => ({
	userId: giver.userId,
	name: giver.name,
	permissions: seesNoMore(deputy, giver) ? delegablePermissions.filter((permission) => may(giver, permission)) : [],
});

/** In whose place the person would answer; null: in their own name, or not at all. */
export function standsInFor(
	own: Pick<Access, "permissions">,
	absent: readonly Absent[],
	{
		permission,
		preparedBy,
		concerns,
	}: { readonly permission: Permission; readonly preparedBy: string | null; readonly concerns: string | null },
): Absent | null {
	if (may(own, permission)) return null;
	return absent.find((each) => each.permissions.includes(permission) && each.userId !== preparedBy && each.userId !== concerns) ?? null;
}
