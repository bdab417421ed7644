// The inbox by when it is due, in the ledger's own days: overdue, today, later, and apart what somebody else must decide.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { dateFormat } from "../../../kit/date-format.ts";

export type Approval = RouterOutputs["approvals"]["list"]["rows"][number];

export const approvalGroups = ["overdue", "today", "later", "locked"] as const;
export type ApprovalGroup = (typeof approvalGroups)[number];

const groupTitles: Readonly<Record<ApprovalGroup, string>> = {
	overdue: "Overdue",
	today: "Due today",
	later: "Later",
	locked: "You can’t decide these",
};

const dayIn = (instant: string, zone: string): string =>
	dateFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));

const parts = (instant: string, zone: string, options: Intl.DateTimeFormatOptions): string =>
	dateFormat("en-GB", { timeZone: zone, ...options }).format(new Date(instant));

export function groupOf({ dueAt, lock }: Pick<Approval, "dueAt" | "lock">, zone: string, now: string): ApprovalGroup {
	if (lock !== null) return "locked";
	if (Date.parse(dueAt) < Date.parse(now)) return "overdue";
	return dayIn(dueAt, zone) === dayIn(now, zone) ? "today" : "later";
}

/** "due 17:00", "due 5 Nov", "due 5 Nov 2027", "overdue 2 h". */
export function dueText(dueAt: string, zone: string, now: string): string {
	const late = Date.parse(now) - Date.parse(dueAt);
	if (late > 0) return `overdue since ${dayIn(dueAt, zone) === dayIn(now, zone) ? clock(dueAt, zone) : day(dueAt, zone, now)}`;
	return `due ${dayIn(dueAt, zone) === dayIn(now, zone) ? clock(dueAt, zone) : day(dueAt, zone, now)}`;
}

const clock = (instant: string, zone: string): string => parts(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function day(instant: string, zone: string, now: string): string {
	const sameYear = dayIn(instant, zone).slice(0, 4) === dayIn(now, zone).slice(0, 4);
	return parts(instant, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).replace("Sept", "Sep");
}

export interface GroupedApprovals {
	readonly group: ApprovalGroup | "worth";
	readonly title: string;
	readonly rows: readonly Approval[];
}

/** Only groups that have rows; the rows keep their order. */
export function grouped(rows: readonly Approval[], zone: string, now: string): readonly GroupedApprovals[] {
	const found = Map.groupBy(rows, (row) => groupOf(row, zone, now));
	return approvalGroups.flatMap((group) => {
		const lines = found.get(group) ?? [];
		return lines.length === 0 ? [] : [{ group, title: groupTitles[group], rows: lines }];
	});
}

/** The same by what they are worth: one group a currency, in the server's order, then what has no amount. */
export function groupedByWorth(rows: readonly Approval[], currency: string | null): readonly GroupedApprovals[] {
	const titleOf = ({ lock, amount }: Approval): string =>
		lock === null ? (currency ?? amount?.currency ?? "Without an amount") : groupTitles.locked;
	return [...Map.groupBy(rows, titleOf)].map(([title, lines]) => ({
		group: title === groupTitles.locked ? ("locked" as const) : ("worth" as const),
		title,
		rows: lines,
	}));
}

/** The row that takes the place of a decided one: the next, else the one before. */
export function neighbourOf(rows: readonly Approval[], id: string): string | null {
	const at = rows.findIndex((row) => row.id === id);
	return rows[at + 1]?.id ?? rows[at - 1]?.id ?? null;
}
