// What the audit list is narrowed by, from the address: days become moments in the company's zone.
import { addDays, isLedgerDate, ledgerDateOf, monthPeriod, startOfDay } from "../../../../../domain/core/dates.ts";
import type { RouterInputs } from "../../../../../api/app-router.ts";
import { monthText } from "../../../kit/time-text.ts";
import { recentMonths } from "../../sync/recent-months.ts";

export const auditNames = ["view", "who", "action", "when", "thing", "correlation", "job", "open", "cols"] as const;
export type AuditSearch = { readonly [K in (typeof auditNames)[number]]?: string };
export type AuditInput = NonNullable<RouterInputs["audit"]["list"]>;

const spans: Readonly<Record<string, { readonly label: string; readonly days: number }>> = {
	today: { label: "Today", days: 1 },
	"7d": { label: "Last 7 days", days: 7 },
	"30d": { label: "Last 30 days", days: 30 },
};

/** Choices of the filter "When": short spans, then the months back to where the trail may begin. */
export const whenOptions = (now: string, zone: string): readonly { readonly value: string; readonly label: string }[] => [
	...Object.entries(spans).map(([value, { label }]) => ({ value, label })),
	...recentMonths(ledgerDateOf(now, zone).slice(0, 7), 24).map(({ month }) => ({ value: month, label: monthText(month) })),
];

function boundsOf(when: string | undefined, now: string, zone: string): Pick<AuditInput, "from" | "until"> {
	if (when === undefined) return {};
	const span = Object.hasOwn(spans, when) ? spans[when] : undefined;
	if (span !== undefined) return { from: startOfDay(addDays(ledgerDateOf(now, zone), 1 - span.days), zone) };
	// A day or a month; anything else that an address may say means no bound.
	if (isLedgerDate(when)) return { from: startOfDay(when, zone), until: startOfDay(addDays(when, 1), zone) };
	if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(when)) return {};
	const { from, to } = monthPeriod(when);
	return { from: startOfDay(from, zone), until: startOfDay(addDays(to, 1), zone) };
}

/** @param now only its day counts */
export const auditInput = (search: AuditSearch, now: string, zone: string): AuditInput => ({
	actorId: search.who,
	action: search.action,
	resourceId: search.thing,
	correlationId: search.correlation,
	jobId: search.job,
	...boundsOf(search.when, now, zone),
});

/** "connections.rename" → "Connections: rename". */
export function actionText(action: string): string {
	const [area = action, ...rest] = action.split(".");
	const words = (text: string): string => text.replaceAll("_", " ");
	const head = words(area);
	return `${head.charAt(0).toUpperCase()}${head.slice(1)}${rest.length === 0 ? "" : `: ${words(rest.join(" "))}`}`;
}
