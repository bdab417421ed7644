import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Amount, counted } from "../../kit/amount.tsx";
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

type Payouts = RouterOutputs["reconciliations"]["payouts"];
type PayoutRow = Payouts["rows"][number];
type PayoutsInput = RouterInputs["reconciliations"]["payouts"];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<PayoutRow>();
const kindTexts = { itemised: "proven by items", balance_proven: "balance-proven" } as const;

const columns = column.columns([
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
	column.accessor("payoutKey", {
		header: "Payout",
		meta: { kind: "id", width: "minmax(150px, 1fr)", rowHeader: true, phone: "a", sort: "payoutKey" },
		cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
	}),
	column.accessor("kind", {
		header: "How",
		meta: { kind: "text", width: "124px", spare: true },
		cell: ({ getValue }) => <span className="sec">{kindTexts[getValue()]}</span>,
	}),
	column.accessor("payout", {
		header: "Stripe",
		meta: { kind: "money", width: "122px", phone: "d", sort: "payout" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
	column.accessor("difference", {
		header: "Difference",
		meta: { kind: "money", width: "112px", sort: "difference" },
		cell: ({ getValue }) => <Amount value={getValue()} dimZero strong />,
	}),
]);

export function PayoutsTable({ run, currency }: { readonly run: Run; readonly currency: string }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const input = { runId: run.id, currency, status: search.status, search: search.line, sort: search.sort ?? "-ledgerDate" } as PayoutsInput;
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
				columns={columns}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.payoutKey}
				height={34}
				total={list.first?.total ?? null}
				sort={readSort(input.sort)}
				onSort={(sort) => void navigate({ search: (before) => ({ ...before, sort: writeSort(sort) }), replace: true })}
				openId={search.payout ?? null}
				onOpen={(row) =>
					void navigate({
						search: (before) => ({ ...before, payout: row?.payoutKey, open: undefined }),
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
				<span className="num">{counted(list.first?.total ?? 0, "payout")}</span>
				<span className="grow" />
				{sum === undefined ? null : (
					<span>
						Stripe <b>{<Amount value={sum.payout} />}</b>
					</span>
				)}
			</FootBar>
		</>
	);
}
