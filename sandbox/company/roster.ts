// Which companies a sandbox has: the one under test, and a smaller neighbour whose rows must never be seen in the first.
import { type CompanyOptions, defaultOptions } from "./options.ts";

export interface RosterOptions extends Partial<Omit<CompanyOptions, "slug">> {
	/** Names of the companies; the first is the one under test, the others have a quarter of its orders. */
	readonly companies?: readonly string[];
}

const defaultCompanies = ["larkfield", "harbour"];

/** Ledger zones of companies that do not sit in New York. */
const zones: Readonly<Record<string, string>> = { harbour: "Europe/London" };

/** The options of each company; a zone that is given holds for all. */
export function rosterOf(options: RosterOptions): CompanyOptions[] {
	const { orders, seed, breaks, from, now, month } = { ...defaultOptions, ...options };
	return (options.companies ?? defaultCompanies).map((slug, index) => ({
		slug,
		seed,
		breaks,
		from,
		now,
		month,
		zone: options.zone ?? zones[slug] ?? defaultOptions.zone,
		orders: index === 0 ? orders : Math.max(400, Math.round(orders / 4)),
	}));
}
