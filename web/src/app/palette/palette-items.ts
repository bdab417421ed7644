// One list for the palette: what can be done here, pages, records by id, saved views, in this order; a word narrows all of it.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import type { IconName } from "../../kit/icon-paths.ts";
import type { PageAction } from "../../kit/page-actions.ts";

export type FoundIds = RouterOutputs["explorer"]["search"];
type SavedView = RouterOutputs["views"]["list"][number];

export interface PaletteItem {
	readonly key: string;
	readonly label: string;
	readonly detail?: string;
	readonly icon: IconName;
	readonly shortcut?: string | undefined;
	/** Why it can't be chosen. */
	readonly why?: string | null | undefined;
	/** An address, or something to do. */
	readonly to: string | (() => void);
}

export interface PaletteGroup {
	readonly title: string;
	readonly items: readonly PaletteItem[];
}

/** A page of the navigation, or a section of Settings. */
export interface PalettePage {
	readonly label: string;
	readonly detail?: string;
	readonly icon: IconName;
	readonly to: string;
}

interface Sources {
	readonly text: string;
	readonly actions: readonly PageAction[];
	readonly pages: readonly PalettePage[];
	readonly found: FoundIds | undefined;
	readonly views: readonly SavedView[];
	readonly recent: readonly PaletteItem[];
	readonly words: PaletteWords;
}

/** How figures and days are written: the caller's business. */
export interface PaletteWords {
	readonly kind: (kind: FoundIds["rows"][number]["kind"]) => string;
	readonly money: (money: FoundIds["rows"][number]["amount"]) => string;
	readonly day: (date: string) => string;
	readonly month: (month: string) => string;
	readonly status: (status: string) => string;
	readonly exception: (type: string) => string;
}

/** Every word of the text begins a word of the label. */
export function fits(label: string, text: string): boolean {
	const words = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
	return text
		.toLowerCase()
		.split(/\s+/)
		.filter((part) => part !== "")
		.every((part) => words.some((word) => word.startsWith(part)));
}

const query = (search: Readonly<Record<string, string>>): string => new URLSearchParams(search).toString();

const listAddresses: Readonly<Record<string, string>> = { explorer: "/explorer", jobs: "/jobs" };

export function paletteGroups({ text, actions, pages, found, views, recent, words }: Sources): readonly PaletteGroup[] {
	const groups: PaletteGroup[] = [
		{ title: "On this page", items: actions.filter(({ label }) => fits(label, text)).map(actionItem) },
		{
			title: "Pages",
			items: pages.filter(({ label }) => fits(label, text)).map((page) => ({ key: `page ${page.to}`, ...page })),
		},
		...(found === undefined ? [] : foundGroups(found, words)),
		{
			title: "Saved views",
			items: views
				.filter(({ name, list }) => fits(name, text) && listAddresses[list] !== undefined)
				.map((view) => ({
					key: `view ${view.id}`,
					label: view.name,
					detail: view.own ? "yours" : `of ${view.ownerName}`,
					icon: "bookmark",
					to: `${listAddresses[view.list]}?${query({ ...view.state, saved: view.id })}`,
				})),
		},
	];
	const first = text === "" && recent.length > 0 ? [{ title: "Lately", items: recent }] : [];
	return [...first, ...groups].filter(({ items }) => items.length > 0);
}

const actionItem = ({ id, label, icon, shortcut, why, run }: PageAction): PaletteItem => ({
	key: `action ${id}`,
	label,
	icon: icon ?? "player-play",
	shortcut,
	why,
	to: run,
});

function foundGroups(found: FoundIds, words: PaletteWords): readonly PaletteGroup[] {
	return [
		{
			title: "Records",
			items: found.rows.map((row) => ({
				key: `row ${row.id}`,
				label: row.field === "reference" ? row.reference : row.naturalKey,
				detail: `${words.kind(row.kind)}, ${words.day(row.ledgerDate)}, ${words.money(row.amount)} ${row.amount.currency}, ${row.connectionName}`,
				icon: "table",
				to: `/explorer?${query({ kind: row.kind, q: row.naturalKey, open: `${row.id}.${row.version}` })}`,
			})),
		},
		{
			title: "Jobs",
			items: found.jobs.map((job) => ({
				key: `job ${job.id}`,
				label: job.title,
				detail: `${words.status(job.status)}, ${job.businessKey}${job.why === "touched" ? ", brought in this record" : ""}`,
				icon: "player-play",
				to: `/jobs/${job.id}`,
			})),
		},
		{
			title: "Exceptions",
			items: found.exceptions.map((each) => ({
				key: `exception ${each.runId} ${each.id}`,
				label: `${words.exception(each.type)}: ${each.leaf}`,
				detail: `${words.month(each.month)}, ${words.money(each.difference)} ${each.difference.currency}`,
				icon: "equal-not",
				to: `/reconciliation/${each.runId}?${query({
					tab: "exceptions",
					leaf: each.id,
					...(each.payoutKey === null ? {} : { payout: each.payoutKey }),
				})}`,
			})),
		},
		{
			title: "Matches",
			items: found.matches.map((match) => ({
				key: `match ${match.runId} ${match.id}`,
				label: `Match of ${match.leaf}`,
				detail: `${words.month(match.month)}, ${match.pass.replaceAll("_", " ")}`,
				icon: "link",
				to: `/reconciliation/${match.runId}?${query({ tab: "matches", leaf: match.id })}`,
			})),
		},
	];
}
