// Canonical rows of one kind: filters as chips, totals of the whole filtered set, the opened row with its chain of custody.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Freshness } from "../../app/freshness.tsx";
import { useZone } from "../../app/session.ts";
import { ExportButton } from "../../app/workbench/export-button.tsx";
import { SavedViewTools } from "../../app/workbench/saved-view-tools.tsx";
import { openSaved, savedTab, savedTabs, useSavedViews } from "../../app/workbench/use-saved-views.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { BulkBar, SelectionSums } from "../../kit/bulk-bar.tsx";
import { Button } from "../../kit/button.tsx";
import { Key } from "../../kit/key.tsx";
import { filterWords } from "../../kit/filter-chips.tsx";
import { ListBar, sortChoices } from "../../kit/list-bar.tsx";
import { FootBar, PageHead, Split, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useDensity } from "../../kit/table/density.ts";
import { sumRows } from "../../kit/table/selection-sums.ts";
import { readSort, writeSort } from "../../kit/table/sort-state.ts";
import { useColumnLayout } from "../../kit/table/use-column-layout.ts";
import { usePlaceInUrl } from "../../kit/table/use-place-in-url.ts";
import { useSelection } from "../../kit/table/use-selection.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { givenFilters, useExplorerFields } from "./explorer-fields.ts";
import { explorerTotals } from "./explorer-totals.tsx";
import { explorerColumns } from "./further-columns.tsx";
import { explorerKinds, kindOf, kindSources, kindTitles } from "./kinds.ts";
import { useWideMoney } from "./money-width.ts";
import type { CanonicalView } from "./row-columns.tsx";
import { RowPanel } from "./row-panel.tsx";
import { filterOf, ownSort, useExplorerList } from "./use-explorer-list.ts";

const route = getRouteApi("/shell/explorer");
const rowId = (row: CanonicalView): string => `${row.id}.${row.version}`;
const noFacets: readonly never[] = [];

export function ExplorerPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/explorer" });
	const density = useDensity("explorer");
	const zone = useZone();
	const [byKeyboard, setByKeyboard] = useState(false);
	const kind = kindOf(search.kind);
	const filter = filterOf(kind, search);
	const memory = `explorer ${JSON.stringify(filter)}`;
	const startAt = Number(search.at ?? 0) || 0;
	const { list, totals } = useExplorerList(filter, startAt);
	const set = (change: Partial<typeof search>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, at: undefined, open: undefined, ...change }), replace });
	const onPlace = usePlaceInUrl({
		memory,
		height: density.height,
		at: startAt,
		onChange: (at) => void navigate({ search: (before) => ({ ...before, at: at === 0 ? undefined : String(at) }), replace: true }),
	});
	const openRow = (row: CanonicalView | null, tab?: string): void =>
		void navigate({
			search: (before) => ({ ...before, open: row === null ? undefined : rowId(row), tab: tab ?? before.tab }),
			replace: search.open !== undefined,
		});
	const clear = (): void => void navigate({ search: ({ tenant, cols, sort, saved: view }) => ({ kind, tenant, cols, sort, saved: view }) });
	const fields = useExplorerFields(search, totals.data?.facets ?? noFacets, set);
	const given = givenFilters(search, set);
	const filtered = search.q !== undefined || given.length > 0 || fields.some((field) => field.value !== undefined);
	// While another filter is added up, the old sums are nobody's total.
	const summed = totals.isPlaceholderData ? undefined : totals.data;
	const total = summed?.total ?? null;
	const wide = useWideMoney(
		useMemo(() => explorerColumns(kind, zone), [kind, zone]),
		[...(summed?.sums ?? []), ...list.rows],
	);
	const { columns, layout } = useColumnLayout({
		columns: wide,
		text: search.cols,
		onChange: (cols) => set({ cols, open: search.open }, true),
	});
	const selection = useSelection({ list: memory, rows: list.rows, idOf: rowId, total });
	const saved = useSavedViews({
		list: "explorer",
		search: { ...search, kind },
		onOpen: (state) => void navigate({ search: (before) => ({ tenant: before.tenant, ...state }) }),
	});
	const words = [
		...fields.filter((field) => field.value !== undefined).map((field) => ({ label: field.label, value: filterWords(field) })),
		...given.map(({ label, value }) => ({ label, value })),
		...(search.q === undefined ? [] : [{ label: "Search", value: search.q }]),
	];
	const chosenIds = (ids: readonly string[]): string[] => ids.map((id) => id.split(".")[0] ?? id);
	const opened = list.rows.find((row) => rowId(row) === search.open);
	const onSort = (sort: Parameters<typeof writeSort>[0]): void => set({ sort: writeSort(sort) });
	const parts = { amount: (row: CanonicalView) => row.amount, net: (row: CanonicalView) => row.net };
	return (
		<>
			<TopBar crumbs={[{ label: "Explorer", to: "/explorer" }, { label: kindTitles[kind] }]} meta={<Freshness />} />
			<PageHead
				title={kindTitles[kind]}
				beside={
					<>
						<span className="sec desk">{kindSources[kind]}</span>
						<span className="dim num">{total === null ? "" : counted(total, "row")}</span>
					</>
				}
			/>
			<ViewTabs
				label="Kinds of rows"
				value={savedTab(saved) ?? kind}
				onChange={(next) => {
					if (!openSaved(saved, next)) void navigate({ search: (before) => ({ tenant: before.tenant, kind: next }) });
				}}
				tabs={[...explorerKinds.map((value) => ({ value, label: kindTitles[value] })), ...savedTabs(saved)]}
				tools={<SavedViewTools saved={saved} />}
			>
				<ListBar
					search={{ label: "Search an id", value: search.q, onChange: (q) => set({ q }, true) }}
					filters={fields}
					given={given}
					onClear={clear}
					sort={{ sorts: readSort(filter.sort), own: ownSort, choices: sortChoices(columns), onSort }}
					layout={layout}
					density={density}
					exporting={
						<ExportButton
							list="explorer"
							title={kindTitles[kind]}
							layout={layout}
							filter={filter}
							words={words}
							total={total}
							chosen={{
								count: selection.count,
								filter: selection.all ? { exceptIds: chosenIds(selection.except) } : { ids: chosenIds(selection.ids) },
							}}
						/>
					}
				/>
				<Split
					panel={
						search.open === undefined ? null : (
							<RowPanel
								id={search.open}
								row={opened}
								tab={search.tab}
								zone={zone}
								takeFocus={byKeyboard}
								onTab={(tab) => void navigate({ search: (before) => ({ ...before, tab }), replace: true })}
								onClose={() => openRow(null)}
							/>
						)
					}
				>
					<DataTable<CanonicalView>
						label={kindTitles[kind]}
						memory={memory}
						columns={columns}
						narrow={search.open !== undefined}
						rows={list.rows}
						places={list.places}
						idOf={rowId}
						height={density.height}
						total={total ?? list.known}
						sort={readSort(filter.sort)}
						sorts={3}
						onSort={onSort}
						layout={layout}
						selection={selection}
						openId={search.open ?? null}
						onOpen={(row, by) => {
							setByKeyboard(by === "keyboard");
							openRow(row);
						}}
						onCustody={(row) => openRow(row, "custody")}
						loading={list.loading}
						stale={list.stale}
						error={list.error}
						again={list.again}
						onVisible={list.onVisible}
						onFirstVisible={onPlace}
						totals={explorerTotals(
							columns,
							totals.data?.sums,
							kind === "payout_item" ? search.group : undefined,
							search.open !== undefined,
						)}
						empty={
							filtered ? (
								<EmptyState title="No row matches" action={<Button onClick={clear}>Drop the filters</Button>}>
									Ids are searched from their beginning, as the source writes them: po_, txn_, ch_, DEP-.
								</EmptyState>
							) : (
								<EmptyState
									title={`No ${kindTitles[kind].toLowerCase()} yet`}
									action={<Button onClick={() => void navigate({ to: "/connections" })}>Go to Connections</Button>}
								>
									They appear here once their connection has been synced, each with its way back to the response it came from.
								</EmptyState>
							)
						}
					/>
					<BulkBar selection={selection} total={total} noun="row" actions={[]} sums={<SelectionSums sums={selectionSums()} />} />
					<FootBar>
						<span className="num">{total === null ? "counting…" : counted(total, "row")}</span>
						<span className="grow" />
						<span className="row desk no-print" aria-hidden="true">
							<Key>J</Key>
							<Key>K</Key> row <Key>Space</Key> select <Key>Enter</Key> open <Key>C</Key> custody
						</span>
						<span className="vh">{countText(list.rows.length)} rows loaded</span>
					</FootBar>
				</Split>
			</ViewTabs>
		</>
	);

	/** Of everything that matches the server's sums, less what was taken out again. */
	function selectionSums() {
		if (!selection.all) return sumRows(selection.rows, parts);
		const out = list.rows.filter((row) => !selection.has(rowId(row)));
		const negative = (value: CanonicalView["amount"]) => ({ minor: (-BigInt(value.minor)).toString(), currency: value.currency });
		const all = (summed?.sums ?? []).map(({ amount, net }) => ({ amount, net }));
		return sumRows([...all, ...out.map((row) => ({ amount: negative(row.amount), net: negative(row.net) }))], {
			amount: (row) => row.amount,
			net: (row) => row.net,
		});
	}
}
