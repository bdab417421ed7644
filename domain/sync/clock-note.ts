// A vendor's clock that differs from ours. Nothing is read by our clock, so no row depends on it; a person should know all the same.

const leastMs = 5 * 60_000;

const counted = (n: number, unit: string): string => `${n.toLocaleString("en-US")} ${unit}${n === 1 ? "" : "s"}`;

function span(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 120) return counted(minutes, "minute");
	const hours = Math.round(minutes / 60);
	return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

/** @param aheadMs how far the vendor's clock is ahead of ours, negative for behind. @returns null when it is close enough */
export function clockNote(title: string, aheadMs: number): string | null {
	if (Math.abs(aheadMs) < leastMs) return null;
	const how = `${span(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"} ours`;
	return `${title}'s clock is ${how}. No row depends on it: what is read goes by the source's own times. Check this computer's clock.`;
}
