// A list's toolbar: search, filters as chips, the sort in words, columns, row height, export. On a phone a sheet holds them.
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { ColumnsButton } from "./columns-button.tsx";
import { FilterChip, type FilterField, filterWords, SearchField, SetChip, valuesOf } from "./filter-chips.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import classes from "./list-bar.module.css";
import { ListSheet } from "./list-sheet.tsx";
import { Toolbar } from "./page.tsx";
import { usePageActions } from "./page-actions.ts";
import type { DensityChoice } from "./table/density.ts";
import { type SortState, writeSort } from "./table/sort-state.ts";
import { columnTitle, type ColumnLayout } from "./table/use-column-layout.ts";
import { useKeys } from "./use-keys.ts";

export interface SortChoice {
	readonly key: string;
	readonly label: string;
}

/** What a table can be sorted by, from its columns. */
export const sortChoices = (columns: readonly { readonly meta?: { readonly sort?: string } | undefined }[]): readonly SortChoice[] =>
	columns.flatMap((column) => (column.meta?.sort === undefined ? [] : [{ key: column.meta.sort, label: columnTitle(column) }]));

export interface ListSort {
	readonly sorts: readonly SortState[];
	/** The page's own order, as in the URL. */
	readonly own: string;
	readonly choices: readonly SortChoice[];
	readonly onSort: (sorts: readonly SortState[]) => void;
}

interface ListBarProps {
	readonly search?: { readonly label: string; readonly value: string | undefined; readonly onChange: (value: string | undefined) => void };
	readonly filters: readonly FilterField[];
	/** Filters that came with a link: shown and dropped, not chosen. */
	readonly given?: readonly { readonly label: string; readonly value: string; readonly onDrop: () => void }[];
	/** Drops all of them; shown only when something is set. */
	readonly onClear?: () => void;
	readonly sort?: ListSort;
	readonly layout?: ColumnLayout;
	readonly density?: DensityChoice;
	/** The export's button. */
	readonly exporting?: ReactNode;
	readonly children?: ReactNode;
}

const noGiven: NonNullable<ListBarProps["given"]> = [];

export function ListBar(props: ListBarProps) {
	const { search, filters, given = noGiven, onClear, sort, layout, density, exporting, children } = props;
	const phone = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false }) === true;
	const [sheet, setSheet] = useState(false);
	const set = filters.filter((field) => valuesOf(field).length > 0);
	const filtered = set.length + given.length > 0 || search?.value !== undefined;
	useKeys({
		d: () => density?.cycle(),
		Backspace: () => {
			const last = given.at(-1);
			if (last !== undefined) last.onDrop();
			else set.at(-1)?.onChange(undefined);
		},
	});
	usePageActions([
		...(filtered && onClear !== undefined ? [{ id: "clear-filters", label: "Drop the filters", icon: "x" as const, run: onClear }] : []),
		...(density === undefined
			? []
			: [{ id: "density", label: "Change the row height", icon: "density" as const, shortcut: "D", run: density.cycle }]),
		...(layout === undefined || layout.isOwn
			? []
			: [{ id: "own-columns", label: "Put the columns back as they were", icon: "columns" as const, run: layout.reset }]),
		{ id: "print", label: "Print this list", icon: "printer" as const, run: () => window.print() },
	]);
	const words = [
		...(search?.value === undefined ? [] : [`${search.label}: ${search.value}`]),
		...given.map(({ label, value }) => `${label} is ${value}`),
		...set.map((field) => `${field.label} is ${filterWords(field)}`),
	];
	const printed = <p className="print-only">{words.length === 0 ? "Everything, not filtered" : words.join(" · ")}</p>;
	// Columns and row height are a wide screen's: without anything else the bar would be an empty line on a phone.
	const inSheet = filters.length > 0 || sort !== undefined;
	if (phone && !inSheet && search === undefined && exporting === undefined && children === undefined) return printed;
	return (
		<>
			{printed}
			<Toolbar label="Search and filters">
				<div className={classes.start}>
					{search === undefined ? null : <SearchField {...search} />}
					{phone ? (
						<>
							{inSheet ? (
								<Button size="small" icon="filter" onClick={() => setSheet(true)}>
									Filter and sort{set.length === 0 ? "" : ` (${set.length})`}
								</Button>
							) : null}
							<ListSheet
								opened={sheet}
								onClose={() => setSheet(false)}
								filters={filters}
								sort={sort}
								onClear={filtered ? onClear : undefined}
							/>
						</>
					) : (
						<>
							{/* Before the chips: it stays in place while values are chosen from it. */}
							{filters.length === 0 ? null : <FilterMenu fields={filters} />}
							{given.map((chip) => (
								<SetChip key={chip.label} {...chip} />
							))}
							{set.map((field) => (
								<FilterChip key={field.id} {...field} />
							))}
							{sort === undefined ? null : <SortChip sort={sort} />}
							{filtered && onClear !== undefined ? (
								<Button size="small" tone="quiet" onClick={onClear}>
									Clear
								</Button>
							) : null}
						</>
					)}
				</div>
				<div className={classes.end}>
					{children}
					{layout === undefined || phone ? null : <ColumnsButton layout={layout} />}
					{density === undefined ? null : (
						<IconButton icon="density" label={`Row height: ${density.density}`} shortcut="D" onClick={density.cycle} className="desk" />
					)}
					{exporting}
				</div>
			</Toolbar>
		</>
	);
}

/** "Sorted by posted, then amount"; nothing while the list stands in its own order. */
function SortChip({ sort }: { readonly sort: ListSort }) {
	if (sort.sorts.length === 0 || writeSort(sort.sorts) === sort.own) return null;
	const words = sort.sorts.map(({ key, direction }) => {
		const label = sort.choices.find((choice) => choice.key === key)?.label ?? key;
		return `${label.toLowerCase()}${direction === "desc" ? " down" : ""}`;
	});
	return <SetChip label="Sorted" verb="by" value={words.join(", then ")} onDrop={() => sort.onSort([])} plain />;
}
