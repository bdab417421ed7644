import { z } from "zod";
import { countOwners, factsOf, membersOf, memberById, type MemberRow } from "../../db/tenancy/member.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Result } from "../../domain/core/result.ts";
import { mayRemoveMember, mayRestoreMember, mayTouchMember } from "../../domain/tenancy/members.ts";
import { may, roles } from "../../domain/tenancy/permissions.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { memberSchema } from "./member.schema.ts";

export const noMember = (): TieoutError => new TieoutError("NOT_FOUND", "There is nobody with this id in this company.");

/** People, keys' own members and support, by name; with what the reader may do about each. */
export const listMembers = procedure("users.read")
	.input(
		z.object({
			status: z.enum(["active", "gone", "all"]).default("active"),
			kind: z.enum(["member", "service", "support", "all"]).default("all"),
			/** Any of these: a system role, or the id of the company's own; empty: all. */
			roles: z
				.array(z.union([z.enum(roles), z.uuid("A role's id is a UUID.")]))
				.max(200)
				.default([]),
			/** Part of a name, or of an e-mail address for who sees those. */
			search: z.string().trim().max(100).default(""),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(100),
		}),
	)
	.output(z.object({ rows: z.array(memberSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx, input: { after, ...list } }) => {
		const { em, tenantId } = ctx;
		const page = await membersOf(em, { tenantId, ...list, inEmails: seesEmails(ctx.access), after: after ?? null });
		const owners = await countOwners(em, tenantId);
		return { ...page, rows: page.rows.map((member) => memberView(member, ctx, owners)) };
	});

export const getMember = procedure("users.read")
	.input(z.object({ userId: z.uuid("A member's id is a UUID.") }))
	.output(memberSchema)
	.query(async ({ ctx, input: { userId } }) => {
		const { em, tenantId } = ctx;
		const member = await memberById(em, { tenantId, userId });
		if (member === null) throw noMember();
		return memberView(member, ctx, await countOwners(em, tenantId));
	});

/** An address is personal: for who invites and manages people. */
const seesEmails = (access: TenantWork["access"]): boolean => may(access, "users.manage") || may(access, "users.invite");

export function memberView(member: MemberRow, { userId, access }: TenantWork, owners: number): z.infer<typeof memberSchema> {
	const { permissions: _permissions, erased: _erased, ...row } = member;
	const facts = factsOf(member);
	const change = { by: { userId, access }, member: facts, owners };
	const why = (rule: Result<void, { readonly message: string }>): string | null => {
		if (!may(access, "users.manage")) return `Your role (${access.role.name}) lacks "users.manage".`;
		return rule.ok ? null : rule.error.message;
	};
	return {
		...row,
		email: seesEmails(access) ? row.email : null,
		entities: member.entities === null ? null : [...member.entities],
		can: {
			change: why(mayTouchMember(change)),
			remove: why(mayRemoveMember(change)),
			restore: member.status === "active" ? "This person has access." : why(mayRestoreMember(change)),
		},
	};
}
