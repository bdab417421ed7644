// Control totals of a run: ours beside the source's own, and whether they tie.
import { useMemo } from "react";
import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount } from "../../kit/amount.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { streamText } from "./job-kinds.ts";

type ControlTotal = RouterOutputs["jobs"]["get"]["totals"][number];

const column = columnsOf<ControlTotal>();
const keyOf = (total: ControlTotal): string => `${total.stream} ${total.name} ${total.currency}`;

export function Verdict({ total }: { readonly total: Pick<ControlTotal, "ours" | "theirs" | "verdict" | "currency"> }) {
	if (total.theirs === null || total.verdict === "not_proven") return <NotProven />;
	const difference = (BigInt(total.ours.minor) - BigInt(total.theirs.minor)).toString();
	return <TieMark difference={{ minor: difference, currency: total.currency }} />;
}

const totalColumns = (zone: string) =>
	column.columns([
		column.accessor((total) => total.name, {
			id: "name",
			header: "Total",
			meta: { kind: "text", width: "minmax(200px, 1.2fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (
				<span className="med" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor((total) => streamText(total.stream), {
			id: "stream",
			header: "Stream",
			meta: { kind: "text", width: "150px" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("ours", {
			header: "Ours",
			meta: { kind: "money", width: "130px", phone: "d" },
			cell: ({ getValue }) => <Amount value={getValue()} />,
		}),
		column.accessor("theirs", {
			header: "The source’s own",
			meta: { kind: "money", width: "130px" },
			cell: ({ getValue }) => <Amount value={getValue()} />,
		}),
		column.accessor("currency", {
			header: "Currency",
			meta: { kind: "text", width: "84px" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("verdict", {
			header: "Complete?",
			meta: { kind: "status", width: "130px", phone: "b" },
			cell: ({ row }) => <Verdict total={row.original} />,
		}),
		column.accessor("note", {
			header: "How it was read",
			meta: { kind: "text", width: "minmax(200px, 1.4fr)", phone: "c" },
			cell: ({ row, getValue }) =>
				row.original.pageId === null ? (
					<span className="sec" title={getValue() ?? ""}>
						{getValue()}
					</span>
				) : (
					<Link
						to="/pages/$pageId"
						params={{ pageId: row.original.pageId }}
						title={`${getValue() ?? ""} As of ${fullMomentText(row.original.asOf, zone)}`}
					>
						{getValue() === null || getValue() === "" ? "the answer" : getValue()}
					</Link>
				),
		}),
	]);

export function TotalsTab({ totals, zone }: { readonly totals: readonly ControlTotal[]; readonly zone: string }) {
	const columns = useMemo(() => totalColumns(zone), [zone]);
	return (
		<DataTable
			label="Control totals"
			memory="totals"
			columns={columns}
			rows={totals}
			idOf={keyOf}
			height={36}
			total={totals.length}
			empty={<EmptyState title="No control totals">This run compared nothing with the source’s own figures.</EmptyState>}
		/>
	);
}
