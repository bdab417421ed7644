import { randomUUID } from "node:crypto";
import { z } from "zod";
import { accessesOf, accessOf } from "../../db/tenancy/access.store.ts";
import { colleagues, delegationById, delegationsOf, endDelegation, insertDelegation } from "../../db/tenancy/delegation.store.ts";
import { tenantById } from "../../db/tenancy/tenant.store.ts";
import { entitiesOf } from "../../db/tenancy/entity.store.ts";
import { addDays, startOfDay } from "../../domain/core/dates.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { delegablePermissions, longestAbsenceDays, mayDelegate } from "../../domain/tenancy/delegation.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { procedure } from "../trpc.ts";
import { requestMail } from "./request-mail.ts";

const absenceSchema = z.object({
	id: z.string(),
	giver: z.string(),
	deputy: z.string(),
	/** The caller's own, or one that names them; "other": somebody else's, for who manages people. */
	mine: z.enum(["giver", "deputy", "other"]),
	startsAt: z.string(),
	endsAt: z.string(),
	reason: z.string(),
});

/** Present and coming absences that are about the caller; everybody's for who manages people. */
export const listAbsences = procedure("approvals.read")
	.output(
		z.object({
			rows: z.array(absenceSchema),
			/** Colleagues whom the caller could name; empty where they decide nothing. */
			deputies: z.array(z.object({ userId: z.string(), name: z.string(), role: z.string() })),
			longestDays: z.number(),
		}),
	)
	.query(async ({ ctx: { em, tenantId, userId, access } }) => {
		const rows = await delegationsOf(em, { tenantId, userId, all: may(access, "users.manage") });
		const decides = access.kind === "member" && delegablePermissions.some((permission) => may(access, permission));
		const people = decides ? await colleagues(em, { tenantId, userId }) : [];
		const accesses = await accessesOf(em, { tenantId, userIds: people.map((each) => each.userId) });
		const now = new Date();
		const endsAt = new Date(now.getTime() + 1);
		return {
			rows: rows.map(({ giverId, deputyId, giverName, deputyName, ...row }) => ({
				...row,
				giver: giverName,
				deputy: deputyName,
				mine: giverId === userId ? "giver" : deputyId === userId ? "deputy" : "other",
			})),
			deputies: people.flatMap((person) => {
				const their = accesses.get(person.userId);
				if (their === undefined) return [];
				const fits = mayDelegate({ giver: { ...access, userId }, deputy: { ...their, userId: person.userId }, startsAt: now, endsAt, now });
				return fits.ok ? [{ ...person, role: their.role.name }] : [];
			}),
			longestDays: longestAbsenceDays,
		};
	});

/** Names who decides in the caller's place for a time, and tells them by mail. It holds for nothing that either of the two has prepared. */
export const nameDeputy = procedure("approvals.read")
	.input(
		z.object({
			deputyId: z.uuid("Choose a colleague."),
			/** The first and the last whole day, in the ledger's time zone. */
			from: z.iso.date("Choose the first day."),
			to: z.iso.date("Choose the last day."),
			reason: z.string().trim().max(500, "A reason has at most 500 characters.").default(""),
		}),
	)
	.output(z.object({ id: z.string() }))
	.mutation(async ({ ctx, input: { deputyId, from, to, reason } }) => {
		const { em, tenantId, userId, access } = ctx;
		if (access.kind !== "member") throw new TieoutError("FORBIDDEN", "Only a member of the company can leave decisions to a colleague.");
		const zone = (await entitiesOf(em, tenantId))[0]?.timeZone ?? "UTC";
		const [startsAt, endsAt] = [startOfDay(from, zone), startOfDay(addDays(to, 1), zone)];
		const deputy = await accessOf(em, { tenantId, userId: deputyId });
		if (deputy === null) throw new TieoutError("NOT_FOUND", "This company has no such member. Choose from the list.");
		const allowed = mayDelegate({
			giver: { ...access, userId },
			deputy: { ...deputy, userId: deputyId },
			startsAt: new Date(startsAt),
			endsAt: new Date(endsAt),
			now: ctx.deps.now(),
		});
		if (!allowed.ok) throw new TieoutError(allowed.error.code, allowed.error.message);
		const id = randomUUID();
		await insertDelegation(em, { tenantId, id, giverId: userId, deputyId, startsAt, endsAt, reason });
		await ctx.audit({
			action: "approvals.name_deputy",
			resource: { kind: "absence", id },
			summary: "Named somebody who decides in their place for a time.",
			after: { giverId: userId, deputyId, startsAt, endsAt },
			reason: reason === "" ? undefined : reason,
		});
		const company = (await tenantById(em, tenantId))?.name ?? "";
		const facts = { userId: deputyId, name: deputy.name, company, absent: access.name, from, until: to, reason };
		ctx.afterCommit(() => requestMail(ctx, "deputy", facts));
		return { id };
	});

/** Ends an absence before its time: the absent one, the deputy, or who manages people. */
export const endAbsence = procedure("approvals.read")
	.input(z.object({ id: z.uuid("An absence's id is a UUID.") }))
	.output(z.object({ ended: z.literal(true) }))
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId, userId, access } = ctx;
		const found = await delegationById(em, { tenantId, id });
		const theirs = found !== null && (found.giverId === userId || found.deputyId === userId || may(access, "users.manage"));
		if (!theirs) throw new TieoutError("NOT_FOUND", "There is no such absence, or it is over.");
		await endDelegation(em, { tenantId, id, by: userId });
		await ctx.audit({
			action: "approvals.end_absence",
			resource: { kind: "absence", id },
			summary: "Ended an absence: nobody decides in that place any more.",
			before: { giverId: found.giverId, deputyId: found.deputyId, startsAt: found.startsAt, endsAt: found.endsAt },
		});
		return { ended: true };
	});
