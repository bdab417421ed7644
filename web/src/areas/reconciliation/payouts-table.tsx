import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Amount, countText } from "../../kit/amount.tsx";
import { FilterChip, SearchField } from "../../kit/filter-chips.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { FootBar, Toolbar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { proofWords } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readSort, writeSort } from "../../kit/table/sort-state.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { dateText } from "../../kit/time-text.ts";
import type { Run } from "./result-page.tsx";
import type { View } from "./statement.ts";

type Payouts = RouterOutputs["reconciliations"]["payouts"];
type PayoutRow = Payouts["rows"][number];
type PayoutsInput = RouterInputs["reconciliations"]["payouts"];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<PayoutRow>();
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
		sort: search.sort ?? "-ledgerDate",
	} as PayoutsInput;
	const list = useKeysetRows<PayoutRow, Payouts>({
		key: [...trpc.reconciliations.payouts.pathKey(), { list: input }],
		fetch: (after, signal) => api.reconciliations.payouts.query({ ...input, after, limit: 200 }, { signal }),
	});
	const sum = list.first?.sums.find((entry) => entry.currency === currency);
	const filtered = search.status !== undefined || search.line !== undefined;
	return (
		<>
			<Toolbar label="Search and filters">
				<SearchField
					label="Search a payout"
					value={search.line}
					onChange={(line) => void navigate({ search: (before) => ({ ...before, line }), replace: true })}
				/>
				<FilterChip
					label="Status"
					value={search.status}
					options={Object.entries(proofWords).map(([value, word]) => ({ value, label: word.word }))}
					onChange={(status) => void navigate({ search: (before) => ({ ...before, status }) })}
				/>
			</Toolbar>
			<DataTable<PayoutRow>
				label="Payouts"
				memory={`payouts ${JSON.stringify(input)}`}
				columns={useMemo(() => columnsFor(view), [view])}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.rowKey}
				height={34}
				total={list.first?.total ?? null}
				sort={readSort(input.sort)}
				onSort={(sort) => void navigate({ search: (before) => ({ ...before, sort: writeSort(sort) }), replace: true })}
				openId={search.payout ?? null}
				onOpen={(row) =>
					void navigate({
						search: (before) => ({ ...before, payout: row?.rowKey, open: undefined }),
						replace: search.payout !== undefined,
					})
				}
				loading={list.loading}
				stale={list.stale}
				error={list.error}
				again={list.again}
				hasMore={list.hasMore}
				more={list.more}
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
					{filtered ? "Listed" : "Total in this period"}: {countText(list.first?.total ?? 0)} {list.first?.total === 1 ? "row" : "rows"}
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
