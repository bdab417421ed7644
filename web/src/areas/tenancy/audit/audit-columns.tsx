// What the list of events shows.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { Icon } from "../../../kit/icon.tsx";
import type { IconName } from "../../../kit/icon-paths.ts";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../../kit/time-text.ts";
import { actionText } from "./audit-search.ts";

export type AuditRow = RouterOutputs["audit"]["list"]["rows"][number];

const kinds: Readonly<Record<string, { readonly icon: IconName; readonly word: string }>> = {
	person: { icon: "user-circle", word: "Person" },
	key: { icon: "key", word: "API key" },
	support: { icon: "user-question", word: "Support" },
	agent: { icon: "bolt", word: "Agent" },
	system: { icon: "settings", word: "Tieout" },
};

const column = columnsOf<AuditRow>();

export const auditColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("at", {
			header: "When",
			meta: { kind: "instant", width: "132px", phone: "b" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
		column.accessor("actorName", {
			id: "actor",
			header: "Who",
			meta: { kind: "text", width: "minmax(150px, 1fr)", phone: "c" },
			cell: ({ row }) => <ActorName row={row.original} />,
		}),
		column.accessor("summary", {
			header: "What happened",
			meta: { kind: "text", width: "minmax(220px, 2.4fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (
				<span className="med" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("action", {
			header: "Action",
			meta: { kind: "text", width: "minmax(150px, 1fr)", phone: "d" },
			cell: ({ getValue }) => <span className="sec">{actionText(getValue())}</span>,
		}),
		column.accessor("reason", {
			header: "Reason",
			meta: { kind: "text", width: "minmax(140px, 1fr)", spare: true },
			cell: ({ getValue }) => {
				const reason = getValue();
				return reason === null ? (
					<span className="dim">{"\u2013"}</span>
				) : (
					<span className="sec" title={reason}>
						{reason}
					</span>
				);
			},
		}),
		column.accessor("sealed", {
			header: "Chain",
			meta: { kind: "text", width: "92px" },
			cell: ({ getValue }) => (getValue() ? <span className="sec">Sealed</span> : <span className="dim">Waits</span>),
		}),
	]);

/** Name and kind; what was erased says so. */
export function ActorName({ row }: { readonly row: Pick<AuditRow, "actorKind" | "actorName"> }) {
	const { icon, word } = kinds[row.actorKind] ?? { icon: "user-circle", word: row.actorKind };
	return (
		<span title={word} style={{ display: "inline-flex", alignItems: "center", gap: 6, minWidth: 0 }}>
			<Icon name={icon} size={14} /> {row.actorName ?? <span className="dim">Erased</span>}
		</span>
	);
}
