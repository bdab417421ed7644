// The workbench's pure parts: choosing rows, arranging columns, adding up what is chosen.
import { describe, expect, test } from "vitest";
import {
	hideColumn,
	moveColumn,
	pinColumn,
	readLayout,
	resizeColumn,
	showColumn,
	writeLayout,
} from "../../web/src/kit/table/column-layout.ts";
import {
	isSelected,
	nothingSelected,
	selectedCount,
	selectMore,
	selectRange,
	toggleLoaded,
	toggleRow,
} from "../../web/src/kit/table/selection.ts";
import { sumRows } from "../../web/src/kit/table/selection-sums.ts";
import { tracksOf } from "../../web/src/kit/table/tracks.ts";

const order = ["a", "b", "c", "d", "e"];

describe("choosing rows", () => {
	test("shift takes everything between the row chosen last and this one, in either direction", () => {
		const down = selectRange(toggleRow(nothingSelected, "b"), "d", order);
		const up = selectRange(toggleRow(nothingSelected, "d"), "b", order);
		for (const state of [down, up]) expect(order.filter((id) => isSelected(state, id))).toEqual(["b", "c", "d"]);
	});

	test("shift without a start, or from a row that has left, is a single box", () => {
		expect(selectedCount(selectRange(nothingSelected, "c", order), 5)).toBe(1);
		expect(selectedCount(selectRange(toggleRow(nothingSelected, "gone"), "c", order), 5)).toBe(2);
	});

	test("asking for all takes the loaded rows first and everything that matches the second time", () => {
		const loaded = selectMore(nothingSelected, order, 4210);
		expect(selectedCount(loaded, 4210)).toBe(5);
		const all = selectMore(loaded, order, 4210);
		expect(selectedCount(all, 4210)).toBe(4210);
		expect(isSelected(all, "not loaded")).toBe(true);
	});

	test("where everything is loaded, asking twice stays with the rows", () => {
		const loaded = selectMore(nothingSelected, order, 5);
		expect(selectMore(loaded, order, 5).kind).toBe("rows");
	});

	test("a row taken out of all is left out of the count and of what the server gets", () => {
		const all = selectMore(selectMore(nothingSelected, order, 9), order, 9);
		const without = toggleRow(all, "b");
		expect([isSelected(without, "b"), isSelected(without, "c"), selectedCount(without, 9)]).toEqual([false, true, 8]);
		expect(selectedCount(selectRange(without, "b", order), 9)).toBe(9);
	});

	test("the head's box lets go of everything when all loaded rows are chosen", () => {
		const loaded = toggleLoaded(nothingSelected, order);
		expect(selectedCount(loaded, 5)).toBe(5);
		expect(selectedCount(toggleLoaded(loaded, order), 5)).toBe(0);
		expect(toggleLoaded(nothingSelected, [])).toEqual(nothingSelected);
	});
});

describe("arranging columns", () => {
	const own = ["status", "title", "amount"];

	test("the page's own order leaves no trace in the URL", () => {
		expect(writeLayout(readLayout(undefined, own), own)).toBeUndefined();
		expect(writeLayout(readLayout("status,title,amount", own), own)).toBeUndefined();
	});

	test("order, widths and held columns survive the way there and back", () => {
		const text = "!amount~120,title~240,status";
		expect(writeLayout(readLayout(text, own), own)).toBe(text);
	});

	test("a link with columns that are gone, twice there or nonsense still opens", () => {
		expect(readLayout("gone,title,title~200,<script>,amount~99999", own)).toEqual([
			{ id: "title", width: null, pinned: false },
			{ id: "amount", width: 1200, pinned: false },
		]);
		expect(readLayout("gone", own).map((column) => column.id)).toEqual(own);
	});

	test("a held column stands first, with a width in pixels", () => {
		const held = pinColumn(readLayout(undefined, own), "amount", 131.4);
		expect(held.map(({ id, width }) => [id, width])).toEqual([
			["amount", 131],
			["status", null],
			["title", null],
		]);
		expect(moveColumn(held, "status", 0)[0]?.id).toBe("amount");
	});

	test("a column shown again returns to where the page has it; the last one can't be hidden", () => {
		const two = hideColumn(readLayout(undefined, own), "title");
		expect(showColumn(two, "title", own).map((column) => column.id)).toEqual(own);
		expect(hideColumn(hideColumn(two, "status"), "amount").map((column) => column.id)).toEqual(["amount"]);
	});

	test("moving and resizing keep the others as they are", () => {
		const moved = moveColumn(readLayout("status~90,title,amount", own), "status", 2);
		expect(writeLayout(moved, own)).toBe("title,amount,status~90");
		expect(writeLayout(resizeColumn(moved, "title", 10), own)).toBe("title~48,amount,status~90");
		expect(writeLayout(resizeColumn(moved, "status", null), own)).toBe("title,amount,status");
	});

	test("held columns are placed one behind the other, beside the selection boxes", () => {
		const pinned = (width: string) => ({ kind: "text" as const, width, pinned: true });
		const tracks = tracksOf([pinned("120px"), pinned("80px"), { kind: "text", width: "minmax(200px, 1fr)" }], true);
		expect(tracks).toEqual({ template: "40px 120px 80px minmax(200px, 1fr)", least: 440, left: [40, 160, null] });
		expect(tracksOf([{ kind: "text", width: "90px" }, undefined], false).left).toEqual([0, null]);
	});
});

test("chosen rows are added up per currency, exactly, and rows without an amount don't count", () => {
	const row = (minor: string, currency: string, fee: string | null) => ({
		amount: { minor, currency },
		fee: fee === null ? null : { minor: fee, currency },
	});
	const rows = [row("9007199254740993", "USD", "10"), row("1", "USD", null), row("-500", "JPY", "0")];
	expect(sumRows(rows, { amount: (each) => each.amount, fee: (each) => each.fee })).toEqual([
		{
			currency: "JPY",
			parts: [
				{ label: "amount", value: { minor: "-500", currency: "JPY" } },
				{ label: "fee", value: { minor: "0", currency: "JPY" } },
			],
		},
		{
			currency: "USD",
			parts: [
				{ label: "amount", value: { minor: "9007199254740994", currency: "USD" } },
				{ label: "fee", value: { minor: "10", currency: "USD" } },
			],
		},
	]);
});
