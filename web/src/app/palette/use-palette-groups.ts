// What the palette offers for a text: at once what the browser knows, and from the server what an id leads to.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { amountText } from "../../kit/amount.tsx";
import { usePageActionList } from "../../kit/page-actions.ts";
import { jobWords } from "../../kit/status-words.ts";
import { dateText, monthText } from "../../kit/time-text.ts";
import { exceptionWord } from "../../areas/reconciliation/exception-words.ts";
import { kindNouns } from "../../areas/sync/kinds.ts";
import { maySee, settingsSections } from "../../areas/tenancy/settings/settings-sections.ts";
import { alone, trpc } from "../api-client.ts";
import { navGroups } from "../nav-items.ts";
import { useMe } from "../session.ts";
import { type PaletteGroup, paletteGroups, type PalettePage, type PaletteWords } from "./palette-items.ts";
import { recentItems } from "./recent-items.ts";

const words: PaletteWords = {
	kind: (kind) => kindNouns[kind],
	money: amountText,
	day: (date) => dateText(date),
	month: (month) => monthText(month),
	status: (status) => (jobWords as Readonly<Record<string, { readonly word: string }>>)[status]?.word ?? status,
	exception: (type) => exceptionWord(type as Parameters<typeof exceptionWord>[0]).word,
};

const least = 2;
const typingMs = 80;

export interface PaletteAnswer {
	readonly groups: readonly PaletteGroup[];
	/** The server is still looking for the text as it stands. */
	readonly looking: boolean;
}

export function usePaletteGroups(text: string): PaletteAnswer {
	const me = useMe();
	const [asked] = useDebouncedValue(text.trim(), typingMs);
	const searches = asked.length >= least && me.permissions.includes("explorer.read");
	const found = useQuery(
		trpc.explorer.search.queryOptions(
			{ text: asked },
			{ enabled: searches, staleTime: 10_000, placeholderData: keepPreviousData, trpc: { context: alone } },
		),
	);
	const views = useQuery(trpc.views.list.queryOptions({}, { staleTime: 60_000 }));
	const pages: readonly PalettePage[] = [
		...navGroups.flatMap((group) => group.items).filter((item) => me.permissions.includes(item.needs)),
		...settingsSections
			.filter((line) => maySee(me, line))
			.map(({ label, icon, to }) => ({ label, icon, to: String(to), detail: "Settings" })),
	];
	const groups = paletteGroups({
		text: text.trim(),
		actions: usePageActionList(),
		pages,
		found: searches ? found.data : undefined,
		views: views.data ?? [],
		recent: recentItems(me.tenant.tenantId),
		words,
	});
	return { groups, looking: text.trim().length >= least && (asked !== text.trim() || found.isFetching) };
}
