// The companies of one sandbox and its clock. Moving the clock makes each company anew at the later moment: nothing is edited in place.
import { unixOf } from "../core/calendar.ts";
import { type KeptClock, unkeptClock } from "../core/clock-file.ts";
import { type Company, companyAt } from "./company.ts";
import { type CompanyCredentials, credentialsOf } from "./credentials.ts";
import { type CompanyOptions, checkedOptions } from "./options.ts";

export interface Tenants {
	readonly credentials: readonly CompanyCredentials[];
	/** The company now; @throws RangeError for a name that is not there. */
	readonly company: (slug: string) => Company;
	readonly byStripeKey: (key: string) => Company | null;
	readonly slugOfClient: (clientId: string) => string | null;
	readonly advance: (days: number) => void;
	readonly reset: () => void;
	/** Unix seconds. */
	readonly now: () => number;
}

/** Companies are made when first asked for. @throws RangeError for options that cannot be met */
export function tenantsOf(given: readonly Partial<CompanyOptions>[], clock: KeptClock = unkeptClock): Tenants {
	const all = given.map(checkedOptions);
	const credentials = all.map(credentialsOf);
	const first = all[0];
	if (first === undefined) throw new RangeError("a sandbox needs at least one company");
	let now = clock.read() ?? unixOf(first.now);
	let made = new Map<string, Company>();
	const company = (slug: string): Company => {
		const known = made.get(slug);
		if (known !== undefined) return known;
		const options = all.find((candidate) => candidate.slug === slug);
		if (options === undefined) throw new RangeError(`the sandbox has no company ${slug}`);
		const fresh = companyAt(options, now);
		made.set(slug, fresh);
		return fresh;
	};
	const move = (to: number): void => {
		now = to;
		clock.write(to);
		made = new Map();
	};
	return {
		credentials,
		company,
		byStripeKey: (key) => {
			const owner = credentials.find(({ stripeKey }) => stripeKey === key);
			return owner === undefined ? null : company(owner.slug);
		},
		slugOfClient: (clientId) => credentials.find(({ netsuiteClientId }) => netsuiteClientId === clientId)?.slug ?? null,
		advance: (days) => {
			if (!Number.isInteger(days) || days < 1 || days > 120) throw new RangeError(`days must be a whole number from 1 to 120, not ${days}`);
			move(now + days * 86_400);
		},
		reset: () => move(unixOf(first.now)),
		now: () => now,
	};
}
