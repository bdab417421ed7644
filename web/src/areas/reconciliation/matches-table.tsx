import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { ExportButton } from "../../app/workbench/export-button.tsx";
import { Amount } from "../../kit/amount.tsx";
import { filterWords } from "../../kit/filter-chips.tsx";
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
import { periodText } from "../../kit/time-text.ts";
import { lineWord } from "./exception-words.ts";
import type { Run } from "./result-page.tsx";

type Matches = RouterOutputs["reconciliations"]["matches"];
type MatchRow = Matches["rows"][number];
type MatchesInput = RouterInputs["reconciliations"]["matches"];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<MatchRow>();

const passWords: Readonly<Record<string, string>> = {
	exact: "exact",
	reference: "by reference",
	date_window: "by amount and day",
	tolerance: "within tolerance",
	grouping: "as a group",
};

const ownColumns = column.columns([
	column.accessor("leaf", {
		header: "Leaf",
		meta: { kind: "id", width: "minmax(150px, 1fr)", rowHeader: true, phone: "a" },
		cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
	}),
	column.accessor((row) => lineWord(row.category), {
		id: "category",
		header: "Line",
		meta: { kind: "text", width: "120px" },
		cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
	}),
	column.accessor((row) => `${passWords[row.pass] ?? row.pass}: ${row.reasons.join(", ")}`, {
		id: "why",
		header: "Why",
		meta: { kind: "text", width: "minmax(180px, 1.4fr)", phone: "c" },
		cell: ({ getValue }) => (
			<span className="sec" title={getValue()}>
				{getValue()}
			</span>
		),
	}),
	column.accessor((row) => row.payoutKey ?? "", {
		id: "payoutKey",
		header: "Payout",
		meta: { kind: "id", width: "150px", spare: true },
		cell: ({ getValue }) => (getValue() === "" ? <span className="dim">{"\u2013"}</span> : <IdText>{getValue()}</IdText>),
	}),
	column.accessor("a", {
		header: "Stripe",
		meta: { kind: "money", width: "116px", phone: "b" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
	column.accessor("b", {
		header: "Other side",
		meta: { kind: "money", width: "116px" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
	column.accessor("residual", {
		header: "Residual",
		meta: { kind: "money", width: "92px" },
		cell: ({ getValue }) => <Amount value={getValue()} dimZero />,
	}),
]);

export function MatchesTable({ run, currency }: { readonly run: Run; readonly currency: string }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const input = { runId: run.id, currency, pass: search.pass } as MatchesInput;
	const list = useKeysetRows<MatchRow, Matches>({
		key: [...trpc.reconciliations.matches.pathKey(), { list: input }],
		fetch: (after, signal) => api.reconciliations.matches.query({ ...input, after, limit: 200 }, { signal }),
	});
	const density = useDensity("matches");
	const { columns, layout } = useColumnLayout<MatchRow>({
		columns: ownColumns,
		text: search.mcols,
		onChange: (mcols) => void navigate({ search: (before) => ({ ...before, mcols }), replace: true }),
	});
	const setPass = (next: string | undefined): void => void navigate({ search: (before) => ({ ...before, pass: next }) });
	const pass = {
		id: "pass",
		label: "Pass",
		value: search.pass,
		options: Object.entries(passWords).map(([value, label]) => ({ value, label })),
		onChange: setPass,
	};
	const openCustody = (row: MatchRow | null): void => {
		const member = row?.members[0];
		void navigate({
			search: (before) => ({
				...before,
				leaf: row?.id,
				open: member === undefined ? undefined : `${member.canonicalId}.${member.canonicalVersion}`,
			}),
			replace: search.leaf !== undefined,
		});
	};
	return (
		<>
			<ListBar
				filters={[pass]}
				onClear={() => setPass(undefined)}
				layout={layout}
				density={density}
				exporting={
					<ExportButton
						list="matches"
						title={`Matches ${run.periodFrom.slice(0, 7)} ${currency}`}
						layout={layout}
						filter={input}
						words={[
							{ label: "Period", value: periodText(run.periodFrom, run.periodTo) },
							{ label: "Currency", value: currency },
							...(search.pass === undefined ? [] : [{ label: pass.label, value: filterWords(pass) }]),
						]}
						total={list.first?.total ?? null}
					/>
				}
			/>
			<DataTable<MatchRow>
				label="Matches"
				memory={`matches ${JSON.stringify(input)}`}
				columns={columns}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.id}
				height={density.height}
				layout={layout}
				total={list.first?.total ?? null}
				openId={search.leaf ?? null}
				onOpen={openCustody}
				{...readingOf(list)}
				empty={<EmptyState title="No matches">Nothing in this period found its other side.</EmptyState>}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="match" many="matches" />
			</FootBar>
		</>
	);
}
