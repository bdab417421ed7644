import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";

type Plan = RouterOutputs["replays"]["bulkPlan"];

interface PlannedRun {
	readonly jobId: string;
	readonly title: string;
	/** null: left out. */
	readonly mode: "reprocess" | "refetch" | null;
	readonly settles: number;
	readonly note: string;
}

export const modeTexts = { reprocess: "stored pages", refetch: "the source again" } as const;

const column = columnsOf<PlannedRun>();

const columns = column.columns([
	column.accessor((row) => (row.mode === null ? "left" : "replayed"), {
		id: "what",
		header: "Replay",
		meta: { kind: "status", width: "116px", phone: "b" },
		cell: ({ getValue }) =>
			getValue() === "left" ? (
				<WordChip word="Left out" icon="circle-minus" tone="idle" />
			) : (
				<WordChip word="Replay" icon="history" tone="replay" />
			),
	}),
	column.accessor("title", {
		header: "Run",
		meta: { kind: "text", width: "minmax(180px, 1.2fr)", rowHeader: true, phone: "a" },
		cell: ({ row, getValue }) => (
			<Link to="/jobs/$jobId" params={{ jobId: row.original.jobId }} className="med" title={getValue()}>
				{getValue()}
			</Link>
		),
	}),
	column.accessor("mode", {
		header: "Reads from",
		meta: { kind: "text", width: "132px", phone: "d" },
		cell: ({ getValue }) => {
			const mode = getValue();
			return mode === null ? <span className="dim">{"\u2013"}</span> : <span className="sec">{modeTexts[mode]}</span>;
		},
	}),
	column.accessor("settles", {
		header: "Settles also",
		meta: { kind: "count", width: "104px" },
		cell: ({ getValue }) => <span className={getValue() === 0 ? "dim num" : "num"}>{countText(getValue())}</span>,
	}),
	column.accessor("note", {
		header: "Why it is left out",
		meta: { kind: "text", width: "minmax(180px, 1.4fr)", phone: "c" },
		cell: ({ getValue }) => (
			<span className="sec" title={getValue()}>
				{getValue()}
			</span>
		),
	}),
]);

const rowsOf = ({ items, left }: Plan): readonly PlannedRun[] => [
	...items.map(({ jobId, title, mode, settles }) => ({ jobId, title, mode, settles: settles.length, note: "" })),
	...left.map(({ jobId, title, why }) => ({ jobId, title, mode: null, settles: 0, note: why })),
];

export function BulkPlanTable({ plan }: { readonly plan: Plan }) {
	const rows = rowsOf(plan);
	return (
		<DataTable
			label="Runs of the set"
			memory="bulk plan"
			columns={columns}
			rows={rows}
			idOf={(row) => row.jobId}
			height={36}
			total={rows.length}
			empty={<EmptyState title="No run fits">Nothing that matches can be replayed.</EmptyState>}
		/>
	);
}
