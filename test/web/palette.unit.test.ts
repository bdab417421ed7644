// The palette's one list, and what a saved view keeps: pure parts.
import { describe, expect, test } from "vitest";
import { fits, paletteGroups, type PaletteWords } from "../../web/src/app/palette/palette-items.ts";
import { sameState, stateOf } from "../../web/src/app/workbench/view-state.ts";

const words: PaletteWords = {
	kind: (kind) => kind,
	money: ({ minor }) => minor,
	day: (date) => date,
	month: (month) => month,
	status: (status) => status,
	exception: (type) => type,
};
const nothingFound = { rows: [], jobs: [], matches: [], exceptions: [] };
const base = { text: "", actions: [], pages: [], found: undefined, views: [], recent: [], words };
const pages = [
	{ label: "Jobs", short: "Jobs", icon: "player-play", to: "/jobs", needs: "jobs.read" },
	{ label: "Dead letter", short: "Dead", icon: "table", to: "/dead-letters", needs: "jobs.read" },
] as const;

describe("the palette", () => {
	test("every word typed begins a word of the label, in any order", () => {
		expect(fits("Export this list as a workbook", "work exp")).toBe(true);
		expect(fits("Dead letter", "letter de")).toBe(true);
		expect(fits("Dead letter", "etter")).toBe(false);
		expect(fits("Anything", "  ")).toBe(true);
	});

	test("groups stand in their order, empty ones are left out, and what was used lately comes first only before typing", () => {
		const recent = [{ key: "row 1", label: "po_1", icon: "table", to: "/explorer" }] as const;
		const actions = [{ id: "print", label: "Print this list", run: () => {} }];
		const titles = (text: string): string[] => paletteGroups({ ...base, text, pages, actions, recent }).map(({ title }) => title);
		expect(titles("")).toEqual(["Lately", "On this page", "Pages"]);
		expect(titles("print")).toEqual(["On this page"]);
		expect(titles("zzz")).toEqual([]);
	});

	test("a record leads to its row opened in its list, whatever signs its id has", () => {
		const row = {
			id: "11111111-1111-4111-8111-111111111111",
			version: 2,
			kind: "payout",
			naturalKey: "po_1&open=x",
			reference: "ref",
			ledgerDate: "2026-10-01",
			amount: { minor: "100", currency: "USD" },
			connectionName: "Stripe",
			field: "reference",
		} as const;
		const [group] = paletteGroups({ ...base, text: "ref", found: { ...nothingFound, rows: [row] } });
		expect(group?.items[0]?.label).toBe("ref");
		const to = new URL(String(group?.items[0]?.to), "http://x");
		expect([to.pathname, to.searchParams.get("q"), to.searchParams.get("open")]).toEqual(["/explorer", "po_1&open=x", `${row.id}.2`]);
	});

	test("a view of a list that has no page isn't offered", () => {
		const view = { id: "v", list: "jobs", name: "Failed syncs", shared: false, state: { view: "attention" }, own: true, ownerName: "Ada" };
		const groups = paletteGroups({ ...base, text: "fail", views: [view, { ...view, id: "w", list: "elsewhere" }] });
		expect(groups.flatMap(({ items }) => items.map(({ to }) => to))).toEqual(["/jobs?view=attention&saved=v"]);
	});
});

describe("a saved view", () => {
	test("keeps what one sees, not where one stands", () => {
		const search = {
			tenant: "t",
			saved: "v",
			kind: "payout",
			category: "fee",
			open: "1.1",
			at: "500",
			tab: "custody",
			q: "",
			cols: undefined,
		};
		expect(stateOf(search)).toEqual({ kind: "payout", category: "fee" });
	});

	test("is changed by a setting more, less or other, not by their order", () => {
		expect(sameState({ a: "1", b: "2" }, { b: "2", a: "1" })).toBe(true);
		for (const other of [{ a: "1" }, { a: "1", b: "3" }, { a: "1", b: "2", c: "3" }])
			expect(sameState({ a: "1", b: "2" }, other as Record<string, string>)).toBe(false);
	});
});
