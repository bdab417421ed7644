// What the explorer's rows can be filtered by, with the counts that each value would keep.
import { useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import type { SearchOf } from "../../app/url-search.ts";
import type { FilterField, FilterOption } from "../../kit/filter-chips.tsx";
import { dateText, monthText } from "../../kit/time-text.ts";
import { recentMonths } from "./recent-months.ts";

type Facet = RouterOutputs["explorer"]["totals"]["facets"][number];
export type ExplorerSearch = SearchOf<
	"connection" | "category" | "currency" | "status" | "account" | "from" | "to" | "group" | "reference" | "q" | "sort"
>;
export type ExplorerChange = (change: ExplorerSearch, replace?: boolean) => void;

const monthsBack = 24;

export function useExplorerFields(search: ExplorerSearch, facets: readonly Facet[], onChange: ExplorerChange): readonly FilterField[] {
	const connections = useQuery(trpc.connections.list.queryOptions()).data?.rows ?? [];
	const months = recentMonths(new Date().toISOString().slice(0, 7), monthsBack);
	const options = (facet: Facet["facet"]): readonly FilterOption[] =>
		facets
			.filter((entry) => entry.facet === facet)
			.map((entry) => ({ value: entry.value, label: entry.value.replaceAll("_", " "), count: entry.count }));
	const facet = (id: Facet["facet"], label: string): FilterField => ({
		id,
		label,
		value: search[id],
		options: options(id),
		several: true,
		onChange: (value) => onChange({ [id]: value }),
	});
	const month = months.find(({ period }) => period.from === search.from && period.to === search.to);
	return [
		{
			id: "connection",
			label: "Connection",
			value: search.connection,
			options: connections.map((connection) => ({ value: connection.id, label: connection.name })),
			onChange: (connection) => onChange({ connection }),
		},
		facet("category", "Category"),
		facet("currency", "Currency"),
		facet("status", "Status"),
		facet("account", "Account"),
		{
			id: "month",
			label: "Month",
			value: month?.month,
			options: months.map((choice) => ({ value: choice.month, label: monthText(choice.month) })),
			onChange: (value) => {
				const period = months.find((choice) => choice.month === value)?.period;
				onChange({ from: period?.from, to: period?.to });
			},
		},
	];
}

/** Filters that come with a link and have no menu of their own. */
export function givenFilters(search: ExplorerSearch, onChange: ExplorerChange) {
	const given: { label: string; value: string; onDrop: () => void }[] = [];
	if (search.group !== undefined) given.push({ label: "Group", value: search.group, onDrop: () => onChange({ group: undefined }) });
	if (search.reference !== undefined)
		given.push({ label: "Reference", value: search.reference, onDrop: () => onChange({ reference: undefined }) });
	const whole = recentMonths(new Date().toISOString().slice(0, 7), monthsBack).some(
		({ period }) => period.from === search.from && period.to === search.to,
	);
	if ((search.from !== undefined || search.to !== undefined) && !whole) {
		const from = search.from === undefined ? "the first" : dateText(search.from);
		const to = search.to === undefined ? "the last" : dateText(search.to);
		given.push({ label: "Date", value: `${from} to ${to}`, onDrop: () => onChange({ from: undefined, to: undefined }) });
	}
	return given;
}
