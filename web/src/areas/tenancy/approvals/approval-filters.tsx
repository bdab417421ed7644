// The inbox's filters and order: what is asked about, how much it is worth, and whether the soonest or the largest stands first.
import { exponentOf } from "../../../../../domain/core/currency.ts";
import { formatMinor } from "../../../../../domain/core/money.ts";
import { ListBar } from "../../../kit/list-bar.tsx";
import { Segmented } from "../../../kit/segmented.tsx";
import type { Approval } from "./approval-groups.ts";
import { actionWords } from "./approval-words.tsx";

export interface ApprovalSearch {
	/** "mass_delete,files.import" */
	readonly about?: string | undefined;
	/** "USD:100000": at least so many minor units. */
	readonly worth?: string | undefined;
	readonly sort?: string | undefined;
}

interface ApprovalFiltersProps {
	readonly search: ApprovalSearch;
	/** For the currencies that there are. */
	readonly rows: readonly Approval[];
	/** Decided ones stand newest first. */
	readonly sortable: boolean;
	readonly onChange: (search: ApprovalSearch) => void;
}

const steps = [1_000n, 10_000n, 100_000n, 1_000_000n];

/** null: not chosen, or not readable. */
export function atLeastOf(worth: string | undefined): { readonly minor: string; readonly currency: string } | null {
	const [, currency, minor] = /^([A-Z]{3}):(\d{1,18})$/.exec(worth ?? "") ?? [];
	return currency === undefined || minor === undefined ? null : { currency, minor };
}

export function ApprovalFilters({ search, rows, sortable, onChange }: ApprovalFiltersProps) {
	const chosen = atLeastOf(search.worth);
	const currencies = [
		...new Set([...(chosen === null ? [] : [chosen.currency]), ...rows.flatMap(({ amounts }) => amounts.map((each) => each.currency))]),
	];
	const worths = currencies.flatMap((currency) =>
		steps.map((step) => {
			const minor = step * 10n ** BigInt(exponentOf(currency));
			return { value: `${currency}:${minor}`, label: `${formatMinor(minor, currency)} ${currency} and more` };
		}),
	);
	return (
		<ListBar
			filters={[
				{
					id: "about",
					label: "About",
					several: true,
					value: search.about,
					options: Object.entries(actionWords).map(([value, { many }]) => ({ value, label: many })),
					onChange: (about) => onChange({ ...search, about }),
				},
				{ id: "worth", label: "Worth", value: search.worth, options: worths, onChange: (worth) => onChange({ ...search, worth }) },
			]}
			onClear={() => onChange({ ...search, about: undefined, worth: undefined })}
		>
			{sortable ? (
				<Segmented
					label="Order"
					value={search.sort === "amount" ? "amount" : "due"}
					options={[
						{ value: "due", label: "Soonest first" },
						{ value: "amount", label: "Largest first" },
					]}
					onChange={(sort) => onChange({ ...search, sort: sort === "amount" ? sort : undefined })}
				/>
			) : null}
		</ListBar>
	);
}
