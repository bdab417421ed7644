import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { ExportButton } from "../../app/workbench/export-button.tsx";
import { Amount } from "../../kit/amount.tsx";
import { filterWords } from "../../kit/filter-chips.tsx";
import { Icon } from "../../kit/icon.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { ListBar } from "../../kit/list-bar.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useDensity } from "../../kit/table/density.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { useColumnLayout } from "../../kit/table/use-column-layout.ts";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { dateText, periodText } from "../../kit/time-text.ts";
import { exceptionWord } from "./exception-words.ts";
import type { Run } from "./result-page.tsx";
import classes from "./statement.module.css";

type Exceptions = RouterOutputs["reconciliations"]["exceptions"];
export type ExceptionRow = Exceptions["rows"][number];
type ExceptionsInput = RouterInputs["reconciliations"]["exceptions"];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<ExceptionRow>();

const ownColumns = column.columns([
	column.accessor("type", {
		header: "Type",
		meta: { kind: "text", width: "170px", phone: "a" },
		cell: ({ getValue }) => (
			<span className={classes.type}>
				<Icon name={exceptionWord(getValue()).icon} size={14} />
				{exceptionWord(getValue()).word}
			</span>
		),
	}),
	column.accessor((row) => row.ledgerDate ?? "", {
		id: "date",
		header: "Day",
		meta: { kind: "date", width: "104px", spare: true },
		cell: ({ getValue }) => <span className="sec num">{getValue() === "" ? "\u2013" : dateText(getValue())}</span>,
	}),
	column.accessor("leaf", {
		header: "Leaf",
		meta: { kind: "id", width: "minmax(130px, .8fr)", rowHeader: true },
		cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
	}),
	column.accessor("sentence", {
		header: "What it is",
		meta: { kind: "text", width: "minmax(180px, 1.6fr)", phone: "c" },
		cell: ({ getValue }) => (
			<span className="sec" title={getValue()}>
				{getValue()}
			</span>
		),
	}),
	column.accessor("amount", {
		header: "About",
		meta: { kind: "money", width: "112px" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
	column.accessor("difference", {
		header: "Difference",
		meta: { kind: "money", width: "112px", phone: "b" },
		cell: ({ getValue }) => <Amount value={getValue()} dimZero strong />,
	}),
]);

export function ExceptionsTable({ run, currency }: { readonly run: Run; readonly currency: string }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const input = { runId: run.id, currency, type: search.type } as ExceptionsInput;
	const list = useKeysetRows<ExceptionRow, Exceptions>({
		key: [...trpc.reconciliations.exceptions.pathKey(), { list: input }],
		fetch: (after, signal) => api.reconciliations.exceptions.query({ ...input, after, limit: 200 }, { signal }),
	});
	const density = useDensity("exceptions");
	const { columns, layout } = useColumnLayout<ExceptionRow>({
		columns: ownColumns,
		text: search.xcols,
		onChange: (xcols) => void navigate({ search: (before) => ({ ...before, xcols }), replace: true }),
	});
	const setType = (type: string | undefined): void => void navigate({ search: (before) => ({ ...before, type }) });
	const type = {
		id: "type",
		label: "Type",
		value: search.type,
		options: run.explained
			.filter((entry) => entry.currency === currency)
			.map((entry) => ({ value: entry.type, label: exceptionWord(entry.type).word, count: entry.count })),
		onChange: setType,
	};
	const open = (row: ExceptionRow | null): void => {
		const pointer = row?.a ?? row?.b ?? null;
		void navigate({
			search: (before) => ({
				...before,
				payout: row?.payoutKey ?? undefined,
				open: row === null || row.payoutKey !== null || pointer === null ? undefined : `${pointer.canonicalId}.${pointer.canonicalVersion}`,
				leaf: row?.id,
			}),
			replace: search.leaf !== undefined,
		});
	};
	return (
		<>
			<ListBar
				filters={[type]}
				onClear={() => setType(undefined)}
				layout={layout}
				density={density}
				exporting={
					<ExportButton
						list="exceptions"
						title={`Exceptions ${run.periodFrom.slice(0, 7)} ${currency}`}
						layout={layout}
						filter={input}
						words={[
							{ label: "Period", value: periodText(run.periodFrom, run.periodTo) },
							{ label: "Currency", value: currency },
							...(search.type === undefined ? [] : [{ label: type.label, value: filterWords(type) }]),
						]}
						total={list.first?.total ?? null}
					/>
				}
			/>
			<DataTable<ExceptionRow>
				label="Exceptions"
				memory={`exceptions ${JSON.stringify(input)}`}
				columns={columns}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.id}
				height={density.height}
				layout={layout}
				total={list.first?.total ?? null}
				openId={search.leaf ?? null}
				onOpen={open}
				onCustody={(row) => {
					const pointer = row.a ?? row.b;
					if (pointer !== null)
						void navigate({
							search: (before) => ({
								...before,
								leaf: row.id,
								payout: row.payoutKey ?? undefined,
								open: `${pointer.canonicalId}.${pointer.canonicalVersion}`,
							}),
						});
				}}
				{...readingOf(list)}
				empty={<EmptyState title="No exceptions">Every row of this period is matched, and the totals tie.</EmptyState>}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="exception" />
			</FootBar>
		</>
	);
}
