// What a rewind says about itself before it is made: what is read again, what rests on it, and why it may be refused.

export interface RewindReach {
	readonly pages: number;
	readonly rows: number;
	readonly from: string | null;
	readonly to: string | null;
}

export interface Disturbed {
	readonly runId: string;
	readonly entityName: string;
	readonly periodFrom: string;
	readonly matches: number;
	readonly exceptions: number;
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const monthOf = (date: string): string => `${months[Number(date.slice(5, 7)) - 1] ?? ""} ${date.slice(0, 4)}`;
const counted = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

export function rewindSentence({ pages, rows }: RewindReach): string {
	if (pages === 0) return "Nothing that was read since is read again; the next sync only asks from an earlier place.";
	return `The next sync reads about ${counted(rows, "row", "rows")} on ${counted(pages, "page", "pages")} again. Rows that are unchanged at the source stay as they are; nothing is deleted.`;
}

export function disturbedSentence({ entityName, periodFrom, matches, exceptions }: Disturbed): string {
	const parts = [
		...(matches > 0 ? [counted(matches, "match", "matches")] : []),
		...(exceptions > 0 ? [counted(exceptions, "exception", "exceptions")] : []),
	];
	const verb = matches + exceptions === 1 ? "rests" : "rest";
	return `${parts.join(" and ")} of ${entityName}, ${monthOf(periodFrom)}, ${verb} on these rows. That reconciliation stays as it is; reconcile again to see what changed.`;
}
