// Canonical rows of one kind: filters as chips, totals of the whole filtered set, the opened row with its chain of custody.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useZone } from "../../app/session.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { Button, IconButton } from "../../kit/button.tsx";
import { Key } from "../../kit/key.tsx";
import { FootBar, PageHead, Split, Toolbar, TopBar } from "../../kit/page.tsx";
import { EmptyState, NoticeBar } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useDensity } from "../../kit/table/density.ts";
import { readSort, writeSort } from "../../kit/table/sort-state.ts";
import { useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { useKeys } from "../../kit/use-keys.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { ExplorerFilters } from "./explorer-filters.tsx";
import { explorerTotals } from "./explorer-totals.tsx";
import { explorerKinds, kindOf, kindSources, kindTitles } from "./kinds.ts";
import { type CanonicalView, rowColumns } from "./row-columns.tsx";
import { useWideMoney } from "./money-width.ts";
import { RowPanel } from "./row-panel.tsx";

const route = getRouteApi("/shell/explorer");
const rowId = (row: CanonicalView): string => `${row.id}.${row.version}`;
const windowRows = 200;

export function ExplorerPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/explorer" });
	const density = useDensity("explorer");
	const zone = useZone();
	const [byKeyboard, setByKeyboard] = useState(false);
	useKeys({ d: density.cycle });
	const kind = kindOf(search.kind);
	const filter = {
		kind,
		connectionId: search.connection,
		category: search.category,
		currency: search.currency,
		status: search.status,
		from: search.from,
		to: search.to,
		groupKey: search.group,
		reference: search.reference,
		search: search.q,
		sort: search.sort ?? "-ledgerDate",
	};
	const list = useKeysetRows<CanonicalView, Awaited<ReturnType<typeof api.explorer.rows.query>>>({
		key: [...trpc.explorer.rows.pathKey(), { list: filter }],
		startAfter: search.after,
		fetch: (after, signal) =>
			api.explorer.rows.query(
				{ ...filter, after, limit: windowRows, totals: after === (search.after ?? null) } as Parameters<typeof api.explorer.rows.query>[0],
				{ signal },
			),
	});
	const set = (change: Partial<typeof search>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, after: undefined, open: undefined, ...change }), replace });
	const openRow = (row: CanonicalView | null, tab?: string): void =>
		void navigate({
			search: (before) => ({ ...before, open: row === null ? undefined : rowId(row), tab: tab ?? before.tab }),
			replace: search.open !== undefined,
		});
	const clear = (): void => void navigate({ search: { kind, tenant: undefined } });
	const filtered = Object.entries(filter).some(([name, value]) => name !== "kind" && name !== "sort" && value !== undefined);
	const total = list.first?.total ?? null;
	const columns = useWideMoney(rowColumns[kind], [...(list.first?.sums ?? []), ...list.rows]);
	const opened = list.rows.find((row) => rowId(row) === search.open);
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
				value={kind}
				onChange={(next) => void navigate({ search: (before) => ({ tenant: before.tenant, connection: undefined, kind: next }) })}
				tabs={explorerKinds.map((value) => ({ value, label: kindTitles[value] }))}
			>
				<Toolbar label="Search and filters">
					<ExplorerFilters search={search} facets={list.first?.facets ?? []} onChange={set} />
					{filtered ? (
						<Button size="small" tone="quiet" onClick={clear}>
							Clear
						</Button>
					) : null}
					<span className="grow" />
					<IconButton icon="density" label={`Row height: ${density.density}`} shortcut="D" onClick={density.cycle} className="desk" />
				</Toolbar>
				{list.startsLater ? (
					<NoticeBar tone="idle">
						This link starts in the middle of the list.
						<Button
							size="small"
							tone="quiet"
							onClick={() => window.location.assign(window.location.pathname + window.location.search.replace(/([?&])after=[^&]*&?/, "$1"))}
						>
							Show from the first row
						</Button>
					</NoticeBar>
				) : null}
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
						memory={`explorer ${JSON.stringify(filter)}`}
						columns={columns}
						narrow={search.open !== undefined}
						rows={list.rows}
						idOf={rowId}
						height={density.height}
						total={total}
						sort={readSort(filter.sort)}
						onSort={(sort) => set({ sort: writeSort(sort) })}
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
						hasMore={list.hasMore}
						more={list.more}
						onFirstVisible={(index) => {
							const after = list.cursorAt(index) ?? undefined;
							if (after !== search.after) void navigate({ search: (before) => ({ ...before, after }), replace: true });
						}}
						totals={list.first === undefined ? [] : explorerTotals(kind, list.first.sums, search.group, search.open !== undefined)}
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
					<FootBar>
						<span className="num">
							{total === null || list.rows.length >= total
								? counted(list.rows.length, "row")
								: `${countText(list.rows.length)} of ${countText(total)} rows, the rest loads as you scroll`}
						</span>
						<span className="grow" />
						<span className="row desk" aria-hidden="true">
							<Key>J</Key>
							<Key>K</Key> row <Key>Enter</Key> open <Key>C</Key> custody
						</span>
					</FootBar>
				</Split>
			</ViewTabs>
		</>
	);
}
