import { useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import type { SearchOf } from "../../app/url-search.ts";
import { FilterChip, type FilterOption, SearchField, SetChip } from "../../kit/filter-chips.tsx";
import { dateText, monthText } from "../../kit/time-text.ts";
import { recentMonths } from "./recent-months.ts";

type Facet = RouterOutputs["explorer"]["rows"]["facets"][number];
type ExplorerSearch = SearchOf<"connection" | "category" | "currency" | "status" | "from" | "to" | "group" | "reference" | "q">;

interface ExplorerFiltersProps {
	readonly search: ExplorerSearch;
	readonly facets: readonly Facet[];
	readonly onChange: (change: ExplorerSearch, replace?: boolean) => void;
}

export function ExplorerFilters({ search, facets, onChange }: ExplorerFiltersProps) {
	const connections = useQuery(trpc.connections.list.queryOptions()).data?.rows ?? [];
	const options = (facet: Facet["facet"]): readonly FilterOption[] =>
		facets
			.filter((entry) => entry.facet === facet && entry.value !== "")
			.map((entry) => ({ value: entry.value, label: entry.value.replaceAll("_", " "), count: entry.count }));
	const months = recentMonths(new Date().toISOString().slice(0, 7), 12);
	return (
		<>
			<SearchField label="Search an id" value={search.q} onChange={(q) => onChange({ q }, true)} />
			{search.group === undefined ? null : <SetChip label="Group" value={search.group} onDrop={() => onChange({ group: undefined })} />}
			{search.reference === undefined ? null : (
				<SetChip label="Reference" value={search.reference} onDrop={() => onChange({ reference: undefined })} />
			)}
			<FilterChip
				label="Connection"
				value={search.connection}
				options={connections.map((connection) => ({ value: connection.id, label: connection.name }))}
				onChange={(connection) => onChange({ connection })}
			/>
			<FilterChip label="Category" value={search.category} options={options("category")} onChange={(category) => onChange({ category })} />
			<FilterChip label="Currency" value={search.currency} options={options("currency")} onChange={(currency) => onChange({ currency })} />
			<FilterChip label="Status" value={search.status} options={options("status")} onChange={(status) => onChange({ status })} />
			{search.from === undefined && search.to === undefined ? (
				<FilterChip
					label="Month"
					value={undefined}
					options={months.map(({ month }) => ({ value: month, label: monthText(month) }))}
					onChange={(month) => onChange(rangeOf(months, month))}
				/>
			) : (
				<SetChip
					label="Date"
					value={`${search.from === undefined ? "up" : dateText(search.from)} to ${search.to === undefined ? "now" : dateText(search.to)}`}
					onDrop={() => onChange({ from: undefined, to: undefined })}
				/>
			)}
		</>
	);
}

function rangeOf(months: ReturnType<typeof recentMonths>, month: string | undefined): ExplorerSearch {
	const found = months.find((entry) => entry.month === month);
	return found === undefined ? {} : { from: found.period.from, to: found.period.to };
}
