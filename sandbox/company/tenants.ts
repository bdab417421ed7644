// The companies of one sandbox and its clock. Moving the clock makes each company anew at the later moment: nothing is edited in place;
// what data faults changed is applied each time anew.
import { unixOf } from "../core/calendar.ts";
import { type KeptClock, unkeptClock } from "../core/clock-file.ts";
import { type KeptEdits, unkeptEdits } from "../core/edits-file.ts";
import { type Company, companyAt } from "./company.ts";
import { type CompanyCredentials, credentialsOf } from "./credentials.ts";
import type { Edit } from "./edit.ts";
import { type CompanyOptions, checkedOptions } from "./options.ts";
import { type DataChange, type DataFault, dataChange } from "./strike-data.ts";

export interface Tenants {
	readonly credentials: readonly CompanyCredentials[];
	/** The company now; @throws RangeError for a name that is not there. */
	readonly company: (slug: string) => Company;
	readonly byStripeKey: (key: string) => Company | null;
	readonly slugOfClient: (clientId: string) => string | null;
	readonly advance: (days: number) => void;
	/** Changes a company's books for good. @throws RangeError when nothing is left that the fault could be about */
	readonly strikeData: (fault: DataFault, slug: string) => DataChange;
	/** What data faults have done so far, oldest first. */
	readonly changes: () => readonly MadeChange[];
	readonly reset: () => void;
	/** Unix seconds. */
	readonly now: () => number;
}

export interface MadeChange {
	readonly company: string;
	readonly kind: DataFault["kind"];
	readonly vendor: DataFault["vendor"];
	readonly sentence: string;
	readonly records: readonly string[];
	readonly edits: readonly Edit[];
}

export interface Kept {
	readonly clock?: KeptClock | undefined;
	readonly changes?: KeptEdits<MadeChange> | undefined;
}

/** Companies are made when first asked for. @throws RangeError for options that cannot be met */
export function tenantsOf(given: readonly Partial<CompanyOptions>[], kept: Kept = {}): Tenants {
	const clock = kept.clock ?? unkeptClock;
	const keptChanges: KeptEdits<MadeChange> = kept.changes ?? unkeptEdits();
	const all = given.map(checkedOptions);
	const credentials = all.map(credentialsOf);
	const first = all[0];
	if (first === undefined) throw new RangeError("a sandbox needs at least one company");
	let now = clock.read() ?? unixOf(first.now);
	let changes = keptChanges.read();
	let made = new Map<string, Company>();
	const company = (slug: string): Company => {
		const known = made.get(slug);
		if (known !== undefined) return known;
		const options = all.find((candidate) => candidate.slug === slug);
		if (options === undefined) throw new RangeError(`the sandbox has no company ${slug}`);
		const fresh = companyAt(
			options,
			now,
			(changes[slug] ?? []).flatMap(({ edits }) => edits),
		);
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
		strikeData: (fault, slug) => {
			const before = changes[slug] ?? [];
			const change = dataChange(company(slug), fault, before.length);
			const entry: MadeChange = { company: slug, kind: fault.kind, vendor: fault.vendor, ...change };
			changes = { ...changes, [slug]: [...before, entry] };
			keptChanges.write(changes);
			made.delete(slug);
			return change;
		},
		changes: () => Object.values(changes).flat(),
		reset: () => {
			changes = {};
			keptChanges.write(changes);
			move(unixOf(first.now));
		},
		now: () => now,
	};
}
