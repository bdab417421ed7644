import { StatusChip } from "../../../kit/status-chip.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { momentText } from "../../../kit/time-text.ts";
import { entitiesText, kindText, type Member, memberWords } from "./member-words.ts";

const column = columnsOf<Member>();

/** @param me the person who looks */
export const peopleColumns = (me: string, zone: string, now: string) =>
	column.columns([
		column.accessor("name", {
			header: "Name",
			meta: { kind: "text", width: "minmax(180px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<span className="trunc">
					<span className="med">{getValue()}</span>
					{row.original.userId === me ? <span className="dim"> (you)</span> : null}
				</span>
			),
		}),
		column.accessor((row) => row.role.name, {
			id: "role",
			header: "Role",
			meta: { kind: "text", width: "minmax(130px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="trunc">{getValue()}</span>,
		}),
		column.accessor((row) => entitiesText(row.entities), {
			id: "entities",
			header: "Sees",
			meta: { kind: "text", width: "minmax(150px, 1.2fr)", spare: true },
			cell: ({ getValue }) => <span className="sec trunc">{getValue()}</span>,
		}),
		column.accessor("kind", {
			header: "Kind",
			meta: { kind: "text", width: "92px", spare: true },
			cell: ({ getValue }) => <span className="sec">{kindText[getValue()]}</span>,
		}),
		column.accessor("status", {
			header: "State",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={memberWords} status={getValue()} />,
		}),
		column.accessor((row) => row.removedAt ?? row.expiresAt ?? row.since, {
			id: "since",
			header: "Since, or until",
			meta: { kind: "instant", width: "150px", phone: "d" },
			cell: ({ row }) => <span className="sec num">{dateWords(row.original, zone, now)}</span>,
		}),
	]);

function dateWords({ removedAt, expiresAt, since }: Member, zone: string, now: string): string {
	if (removedAt !== null) return `until ${momentText(removedAt, zone, now)}`;
	if (expiresAt !== null) return `until ${momentText(expiresAt, zone, now)}`;
	return momentText(since, zone, now);
}
