// Rules about changing what somebody may do. They keep three things: a company always has an owner, nobody gives what they don't
// have, and nobody changes a person who may do more than themselves.
import { err, ok, type Result } from "../core/result.ts";
import { without } from "../core/sets.ts";
import type { Access, Permission, Role } from "./permissions.ts";

export interface MemberFacts {
	readonly userId: string;
	readonly name: string;
	readonly kind: "member" | "service" | "support";
	/** `erased`: removed, and their name and account are gone for good. */
	readonly status: "active" | "removed" | "erased";
	readonly role: Role | "custom";
	/** Of their role, whatever their entities. */
	readonly permissions: ReadonlySet<Permission>;
	readonly entityIds: Access["entityIds"];
}

export interface MemberRefusal {
	readonly code: "LAST_OWNER" | "ABOVE_YOUR_ROLE" | "OWN_ROLE" | "NOT_A_MEMBER" | "ROLE_UNSUITABLE";
	readonly message: string;
}

const refuse = (code: MemberRefusal["code"], message: string) => err({ code, message });

export interface MemberChange {
	readonly by: { readonly userId: string; readonly access: Access };
	readonly member: MemberFacts;
	/** Active owners of the company, with or without the member. */
	readonly owners: number;
}

export interface RoleChoice {
	readonly key: Role | "custom";
	readonly name: string;
	readonly permissions: ReadonlySet<Permission>;
}

/** Whether the member may get that role and these entities. */
export function mayChangeMember(
	{ by, member, owners }: MemberChange,
	to: RoleChoice & Pick<Access, "entityIds">,
): Result<void, MemberRefusal> {
	const reach = withinReach(by, member);
	if (!reach.ok) return reach;
	if (to.key === "integration") return refuse("ROLE_UNSUITABLE", "Integration is the role of API keys. Choose a role for people.");
	const given = beyond(by.access, to.permissions);
	if (to.key === "owner" && by.access.role.key !== "owner") return refuse("ABOVE_YOUR_ROLE", "Only an owner can make somebody an owner.");
	if (given !== undefined) return refuse("ABOVE_YOUR_ROLE", `${to.name} may "${given}", which your own role lacks. Ask an owner.`);
	if (to.key === "owner" && to.entityIds !== null)
		return refuse("ROLE_UNSUITABLE", "An owner sees the whole company. Take the limit to entities away, or choose another role.");
	if (member.role === "owner" && to.key !== "owner" && owners <= 1) return lastOwner();
	const raised = without(to.permissions, member.permissions).size > 0;
	if (member.userId === by.userId && raised) return refuse("OWN_ROLE", "You can't give yourself more than you have. Ask another admin.");
	return ok(undefined);
}

/** Whether the person may change anything about the member at all; to what is another question. */
export const mayTouchMember = ({ by, member }: Pick<MemberChange, "by" | "member">): Result<void, MemberRefusal> => withinReach(by, member);

export function mayRemoveMember({ by, member, owners }: MemberChange): Result<void, MemberRefusal> {
	const reach = withinReach(by, member);
	if (!reach.ok) return reach;
	return member.role === "owner" && owners <= 1 ? lastOwner() : ok(undefined);
}

export function mayRestoreMember({ by, member }: Omit<MemberChange, "owners">): Result<void, MemberRefusal> {
	if (member.status === "erased")
		return refuse("NOT_A_MEMBER", "Their personal data was erased, so nobody can come back as them. Invite the person anew.");
	if (member.kind !== "member") return refuse("NOT_A_MEMBER", "Only people can be restored. Make a new key, or let support in anew.");
	if (member.role === "owner" && by.access.role.key !== "owner") return refuse("ABOVE_YOUR_ROLE", "Only an owner can restore an owner.");
	const given = beyond(by.access, member.permissions);
	return given === undefined
		? ok(undefined)
		: refuse("ABOVE_YOUR_ROLE", `${member.name} could "${given}", which your own role lacks. Ask an owner.`);
}

const lastOwner = () => refuse("LAST_OWNER", "This is the only owner. Make somebody else an owner first.");

/** The first permission of `wanted` that the person lacks; undefined: none. */
export const beyond = (by: Pick<Access, "permissions">, wanted: ReadonlySet<Permission>): Permission | undefined =>
	[...without(wanted, by.permissions)].sort()[0];

function withinReach(by: MemberChange["by"], member: MemberFacts): Result<void, MemberRefusal> {
	if (member.kind !== "member")
		return refuse("NOT_A_MEMBER", "This is an API key or somebody of support. Keys and support access have pages of their own.");
	if (member.status === "erased") return refuse("NOT_A_MEMBER", "Their personal data was erased. Nobody comes back as them.");
	if (member.status === "removed") return refuse("NOT_A_MEMBER", `${member.name} was removed. Restore them first.`);
	if (member.role === "owner" && by.access.role.key !== "owner") return refuse("ABOVE_YOUR_ROLE", "Only an owner can change an owner.");
	const above = beyond(by.access, member.permissions);
	return above === undefined
		? ok(undefined)
		: refuse("ABOVE_YOUR_ROLE", `${member.name} may "${above}", which your own role lacks. Ask an owner.`);
}
