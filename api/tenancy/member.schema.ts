// A member of a company as pages and programs see them.
import { z } from "zod";
import { roles } from "../../domain/tenancy/permissions.ts";

export const roleKeySchema = z.enum([...roles, "custom"]);

export const memberSchema = z.object({
	userId: z.uuid(),
	name: z.string(),
	/** What they sign in with; null: a key's member, not known yet, or not for the reader, who doesn't manage people. */
	email: z.string().nullable(),
	/** `service`: an API key; `support`: somebody of the platform, until `expiresAt`. */
	kind: z.enum(["member", "service", "support"]),
	status: z.enum(["active", "removed", "expired"]),
	role: z.object({ key: roleKeySchema, id: z.uuid().nullable(), name: z.string() }),
	/** null: the whole company. */
	entities: z.array(z.object({ id: z.uuid(), name: z.string() })).nullable(),
	since: z.string(),
	expiresAt: z.string().nullable(),
	removedAt: z.string().nullable(),
	/** What the reader may do about this member; the sentence says why not. */
	can: z.object({ change: z.string().nullable(), remove: z.string().nullable(), restore: z.string().nullable() }),
});
