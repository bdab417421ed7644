// When somebody may look and not touch, whatever their role: the company is suspended or being erased, or they try on another role.
import type { Permission } from "./permissions.ts";

export type TenantStatus = "active" | "suspended" | "closing" | "erased";

export interface ReadOnlyFacts {
	readonly company: { readonly status: TenantStatus };
	/** The role that is tried on; null: their own. */
	readonly viewing: { readonly name: string } | null;
}

export interface ReadOnlyRefusal {
	readonly code: "VIEWING_AS" | "SUSPENDED" | "CLOSING";
	readonly message: string;
}

/** A company gets its figures out at any time, and can always change its mind about leaving. */
const open: Readonly<Record<Exclude<TenantStatus, "active">, ReadonlySet<Permission>>> = {
	suspended: new Set(["exports.create", "tenant.export", "tenant.erase"]),
	closing: new Set(),
	erased: new Set(),
};

const sentences: Readonly<Record<Exclude<TenantStatus, "active">, string>> = {
	suspended: "This company is suspended: everything can be read and exported, nothing can be changed. Ask Tieout's support what is open.",
	closing: "This company is being erased: nothing can be changed, and what can still be read goes soon.",
	erased: "This company was erased.",
};

/** Why nothing can be changed now with that permission; null: it can. */
export function refuseWrite({ company, viewing }: ReadOnlyFacts, permission: Permission): ReadOnlyRefusal | null {
	if (viewing !== null)
		return {
			code: "VIEWING_AS",
			message: `You look at Tieout as ${viewing.name}: nothing can be changed meanwhile. Go back to your own role first.`,
		};
	const { status } = company;
	if (status === "active" || open[status].has(permission)) return null;
	return { code: status === "suspended" ? "SUSPENDED" : "CLOSING", message: sentences[status] };
}
