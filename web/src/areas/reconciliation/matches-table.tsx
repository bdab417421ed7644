import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Amount, counted } from "../../kit/amount.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { FootBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { lineWord } from "./exception-words.ts";
import type { Run } from "./result-page.tsx";

type Matches = RouterOutputs["reconciliations"]["matches"];
type MatchRow = Matches["rows"][number];

const route = getRouteApi("/shell/reconciliation/$runId");
const column = columnsOf<MatchRow>();

const passWords: Readonly<Record<string, string>> = {
	exact: "exact",
	reference: "by reference",
	date_window: "by amount and day",
	tolerance: "within tolerance",
	grouping: "as a group",
};

const columns = column.columns([
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
	column.accessor("currency", {
		header: () => <span className="vh">Currency</span>,
		meta: { kind: "unit", width: "50px" },
		cell: ({ getValue }) => <span className="dim small">{getValue()}</span>,
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

export function MatchesTable({ run }: { readonly run: Run }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const input = { runId: run.id };
	const list = useKeysetRows<MatchRow, Matches>({
		key: [...trpc.reconciliations.matches.pathKey(), { list: input }],
		fetch: (after, signal) => api.reconciliations.matches.query({ ...input, after, limit: 200 }, { signal }),
	});
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
			<DataTable<MatchRow>
				label="Matches"
				memory={`matches ${run.id}`}
				columns={columns}
				narrow={search.payout !== undefined || search.open !== undefined}
				rows={list.rows}
				idOf={(row) => row.id}
				height={34}
				total={list.first?.total ?? null}
				openId={search.leaf ?? null}
				onOpen={openCustody}
				loading={list.loading}
				error={list.error}
				again={list.again}
				hasMore={list.hasMore}
				more={list.more}
				empty={<EmptyState title="No matches">Nothing in this period found its other side.</EmptyState>}
			/>
			<FootBar>
				<span className="num">{counted(list.first?.total ?? 0, "match", "matches")}</span>
			</FootBar>
		</>
	);
}
