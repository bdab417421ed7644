// The demo data: two companies, the people who work there, and where their vendors are played. Names only; nothing secret.
import { derivedId } from "../../domain/core/ids.ts";
import type { Role } from "../../domain/tenancy/permissions.ts";

export const demoSlugs = ["larkfield", "harbour"] as const;
/** Also the name under which the sandbox plays the company. */
export type DemoSlug = (typeof demoSlugs)[number];

/** A demo company's connection to a vendor; the same on every machine, so that the sandbox can be told where to send webhooks. */
export const demoConnectionId = (slug: DemoSlug, vendor: string): string => derivedId("connection", slug, vendor);

export interface DemoTenant {
	readonly slug: DemoSlug;
	readonly name: string;
	readonly entity: { readonly name: string; readonly currency: string; readonly timeZone: string };
}

export const demoTenants: readonly DemoTenant[] = [
	{
		slug: "larkfield",
		name: "Larkfield Outdoor",
		entity: { name: "Larkfield Outdoor Inc.", currency: "USD", timeZone: "America/New_York" },
	},
	{
		slug: "harbour",
		name: "Harbour & Pine Homeware",
		entity: { name: "Harbour & Pine Homeware Ltd", currency: "USD", timeZone: "Europe/London" },
	},
];

export interface DemoPerson {
	readonly email: string;
	readonly name: string;
	readonly memberships: Readonly<Partial<Record<DemoSlug, Role>>>;
}

export const demoPeople: readonly DemoPerson[] = [
	{ email: "owner@larkfield.example", name: "Ruth Larkin", memberships: { larkfield: "owner" } },
	{ email: "controller@larkfield.example", name: "Dana Whitfield", memberships: { larkfield: "controller" } },
	{ email: "preparer@larkfield.example", name: "Priya Nair", memberships: { larkfield: "preparer" } },
	{ email: "approver@larkfield.example", name: "Tom Okafor", memberships: { larkfield: "approver" } },
	{ email: "engineer@larkfield.example", name: "Mei Lindqvist", memberships: { larkfield: "engineer" } },
	{ email: "owner@harbour.example", name: "Amir Pine", memberships: { harbour: "owner" } },
	{ email: "controller@harbour.example", name: "Owen Hartley", memberships: { harbour: "controller" } },
	{ email: "engineer@harbour.example", name: "Sofia Marsh", memberships: { harbour: "engineer" } },
	{ email: "books@tallow.example", name: "Ines Tallow", memberships: { larkfield: "preparer", harbour: "analyst" } },
];

/** Whose login `up` prints. */
export const demoLogin = "controller@larkfield.example";
