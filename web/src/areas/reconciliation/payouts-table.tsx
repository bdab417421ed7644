import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { ExportButton } from "../../app/workbench/export-button.tsx";
import { Amount, countText } from "../../kit/amount.tsx";
import { filterWords } from "../../kit/filter-chips.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { ListBar, sortChoices } from "../../kit/list-bar.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { proofWords } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useDensity } from "../../kit/table/density.ts";
import { readSort, writeSort } from "../../kit/table/sort-state.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { useColumnLayout } from "../../kit/table/use-column-layout.ts";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { dateText, periodText } from "../../kit/time-text.ts";
import type { Run } from "./result-page.tsx";
import type { View } from "./statement.ts";

type Payouts = RouterOutputs["reconciliations"]["payouts"];
type PayoutRow = Payouts["rows"][number];
type PayoutsInput = RouterInputs["reconciliations"]["payouts"];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<PayoutRow>();
const ownSort = "-ledgerDate";
const kindTexts = { itemised: "proven by items", balance_proven: "balance-proven" } as const;
const otherTexts = {
	payout: "",
	other_period: "of another period",
	returned: "returned by the bank",
	untied: "not tied to a payout",
	activity: "paid out by hand",
} as const;

const columnsFor = (view: View) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={proofWords} status={getValue()} />,
		}),
		column.accessor("ledgerDate", {
			header: "Paid",
			meta: { kind: "date", width: "112px", phone: "c", sort: "ledgerDate" },
			cell: ({ getValue }) => <span className="sec num">{dateText(getValue())}</span>,
		}),
		column.accessor("label", {
			id: "payoutKey",
			header: "Payout",
			meta: { kind: "id", width: "minmax(150px, 1fr)", rowHeader: true, phone: "a", sort: "payoutKey" },
			cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
		}),
		column.accessor((row) => (row.kind === null ? otherTexts[row.rowKind] : kindTexts[row.kind]), {
			id: "kind",
			header: "How",
			meta: { kind: "text", width: "140px", spare: true },
			cell: ({ getValue, row }) => (
				<span className="sec" title={row.original.sentence}>
					{getValue()}
				</span>
			),
		}),
		column.accessor((row) => (row.aCount === 0 && row.a.minor === "0" ? null : row.a), {
			id: "payout",
			header: "Stripe",
			meta: { kind: "money", width: "122px", phone: "d", sort: "payout" },
			cell: ({ getValue }) => <SideAmount value={getValue()} />,
		}),
		column.accessor((row) => (row.bCount === 0 && row.b.minor === "0" ? null : row.b), {
			id: "booked",
			header: view === "bank" ? "Bank" : "NetSuite",
			meta: { kind: "money", width: "122px", sort: "booked", spare: true },
			cell: ({ getValue }) => <SideAmount value={getValue()} />,
		}),
		column.accessor("difference", {
			header: "Difference",
			meta: { kind: "money", width: "112px", sort: "difference" },
			cell: ({ getValue }) => <Amount value={getValue()} dimZero strong />,
		}),
	]);

function SideAmount({ value }: { readonly value: PayoutRow["a"] | null }) {
	return value === null ? <span className="dim">{"\u2013"}</span> : <Amount value={value} />;
}

interface PayoutsTableProps {
	readonly run: Run;
	readonly currency: string;
	readonly view: View;
}

export function PayoutsTable({ run, currency, view }: PayoutsTableProps) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const input = {
		runId: run.id,
		currency,
		view,
		status: search.status,
		search: search.line,
		sort: search.sort ?? ownSort,
	} as PayoutsInput;
	const list = useKeysetRows<PayoutRow, Payouts>({
		key: [...trpc.reconciliations.payouts.pathKey(), { list: input }],
		fetch: (after, signal) => api.reconciliations.payouts.query({ ...input, after, limit: 200 }, { signal }),
	});
	const sum = list.first?.sums.find((entry) => entry.currency === currency);
	const filtered = search.status !== undefined || search.line !== undefined;
	const set = (change: Partial<typeof search>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, ...change }), replace });
	const density = useDensity("payouts");
	const { columns, layout } = useColumnLayout<PayoutRow>({
		columns: useMemo(() => columnsFor(view), [view]),
		text: search.cols,
		onChange: (cols) => set({ cols }, true),
	});
	const status = {
		id: "status",
		label: "Status",
		value: search.status,
		options: Object.entries(proofWords).map(([value, word]) => ({ value, label: word.word })),
		onChange: (value: string | undefined) => set({ status: value }),
	};
	const onSort = (sort: Parameters<typeof writeSort>[0]): void => set({ sort: writeSort(sort) }, true);
	return (
		<>
			<ListBar
				search={{ label: "Search a payout", value: search.line, onChange: (line) => set({ line }, true) }}
				filters={[status]}
				onClear={() => set({ line: undefined, status: undefined })}
				sort={{ sorts: readSort(input.sort), own: ownSort, choices: sortChoices(columns), onSort }}
				layout={layout}
				density={density}
				exporting={
					<ExportButton
						list="payouts"
						title={`Payouts ${run.periodFrom.slice(0, 7)} ${currency}`}
						layout={layout}
						filter={input}
						words={[
							{ label: "Period", value: periodText(run.periodFrom, run.periodTo) },
							{ label: "Currency", value: currency },
							{ label: "Stripe beside", value: view === "bank" ? "the bank" : "NetSuite" },
							...(search.status === undefined ? [] : [{ label: status.label, value: filterWords(status) }]),
							...(search.line === undefined ? [] : [{ label: "Search", value: search.line }]),
						]}
						total={list.first?.total ?? null}
					/>
				}
			/>
			<DataTable<PayoutRow>
				label="Payouts"
				memory={`payouts ${JSON.stringify(input)}`}
				columns={columns}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.rowKey}
				height={density.height}
				total={list.first?.total ?? null}
				sort={readSort(input.sort)}
				onSort={onSort}
				layout={layout}
				openId={search.payout ?? null}
				onOpen={(row) =>
					void navigate({
						search: (before) => ({ ...before, payout: row?.rowKey, open: undefined }),
						replace: search.payout !== undefined,
					})
				}
				{...readingOf(list)}
				empty={
					filtered ? (
						<EmptyState title="No payout matches">Drop the status or the search.</EmptyState>
					) : (
						<EmptyState title="No payouts in this period">A payout belongs to the period of its arrival date.</EmptyState>
					)
				}
			/>
			<FootBar>
				<span className="num">
					{filtered ? "Listed" : "Total in this period"}: <ListCount total={list.first?.total} one="row" />
				</span>
				<span className="grow" />
				{sum === undefined ? null : (
					<>
						<span className="num">
							Stripe {countText(sum.aCount)}, <b>{<Amount value={sum.a} />}</b>
						</span>
						<span className="num">
							{view === "bank" ? "Bank" : "NetSuite"} {countText(sum.bCount)}, <b>{<Amount value={sum.b} />}</b>
						</span>
						<span className="num">
							Difference <b>{<Amount value={sum.difference} />}</b>
						</span>
					</>
				)}
			</FootBar>
		</>
	);
}
