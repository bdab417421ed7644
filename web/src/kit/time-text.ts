// Instants, ledger dates and durations in words. A ledger date has no zone and is never shifted into one.
import { dateFormat } from "./date-format.ts";

const parts = (instant: string, zone: string): Record<string, string> => {
	const format = dateFormat("en-GB", {
		timeZone: zone,
		day: "numeric",
		month: "short",
		year: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		hourCycle: "h23",
	});
	return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-10-27" → "27 Oct 2026"; the year drops inside `shownYear`. */
export function dateText(date: string, shownYear?: string): string {
	const [year = "", month = "", day = ""] = date.split("-");
	const short = `${Number(day)} ${months[Number(month) - 1] ?? month}`;
	return year === shownYear ? short : `${short} ${year}`;
}

/** "2026-10" → "October 2026". */
export const monthText = (month: string): string =>
	dateFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));

/** "2026-10-27", "2026-10-31" → "27–31 Oct 2026". */
export function periodText(from: string, to: string): string {
	if (from.slice(0, 7) === to.slice(0, 7) && from.endsWith("-01") && Number(to.slice(8)) >= 28) return monthText(from.slice(0, 7));
	return `${dateText(from)} \u2013 ${dateText(to)}`;
}

/** Time of day in `zone`: "09:12:44". */
export function clockText(instant: string, zone: string): string {
	const at = parts(instant, zone);
	return `${at.hour}:${at.minute}:${at.second}`;
}

/** Today the time alone, else with the day, and the year when it is another: "09:12:44", "27 Oct 23:51:08". */
export function momentText(instant: string, zone: string, now: string): string {
	const at = parts(instant, zone);
	const today = parts(now, zone);
	const clock = `${at.hour}:${at.minute}:${at.second}`;
	if (at.year === today.year && at.month === today.month && at.day === today.day) return clock;
	const day = `${at.day} ${(at.month ?? "").slice(0, 3)}`;
	return at.year === today.year ? `${day} ${clock}` : `${day} ${at.year} ${clock}`;
}

/** With day, year and zone, for facts and tooltips: "27 Oct 2026 16:20:46 EDT". */
export function fullMomentText(instant: string, zone: string): string {
	const at = parts(instant, zone);
	return `${at.day} ${(at.month ?? "").slice(0, 3)} ${at.year} ${at.hour}:${at.minute}:${at.second} ${zoneName(instant, zone)}`;
}

const zoneName = (instant: string, zone: string, style: "short" | "shortOffset" = "short"): string =>
	dateFormat("en-US", { timeZone: zone, timeZoneName: style })
		.formatToParts(new Date(instant))
		.find((part) => part.type === "timeZoneName")?.value ?? zone;

/** "EST (UTC−5)". */
export function zoneText(zone: string, now: string): string {
	const offset = zoneName(now, zone, "shortOffset").replace("GMT", "UTC").replace("-", "\u2212");
	const short = zoneName(now, zone);
	return short.startsWith("GMT") || short === offset ? offset : `${short} (${offset})`;
}

/** Two units: "0.4s", "18.9s", "4m 31s", "2h 14m", "2d 9h". */
export function durationText(ms: number): string {
	if (ms < 100) return `${Math.max(0, Math.round(ms))}ms`;
	const seconds = ms / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)}s`;
	const whole = Math.round(seconds);
	if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, "0")}s`;
	if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${Math.floor((whole % 3600) / 60)}m`;
	return `${Math.floor(whole / 86_400)}d ${Math.floor((whole % 86_400) / 3600)}h`;
}

/** How long ago, coarse: "now", "1 min", "3 h 42 min", "1 d". */
export function ageText(ms: number): string {
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 1) return "just now";
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 1440) return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
	return `${Math.floor(minutes / 1440)} d`;
}

/** First and last digits: "9c41a7…e07b". */
export const hashText = (hash: string): string => (hash.length <= 12 ? hash : `${hash.slice(0, 6)}\u2026${hash.slice(-4)}`);
