import { describe, expect, test } from "vitest";
import { listOf, parseSearch, searchOf, stringifySearch, textOfList } from "../../web/src/app/url-search.ts";
import { nextSort, readSort, writeSort } from "../../web/src/kit/table/sort-state.ts";

describe("a page's state in the URL", () => {
	test("values stay text, whatever they look like", () => {
		expect(parseSearch("?q=00123&open=true&kind=payout")).toEqual({ q: "00123", open: "true", kind: "payout" });
	});

	test("what is written is read back the same, and empty values leave no trace", () => {
		const search = { q: "po_1 & co", category: "charge,refund", after: undefined, status: "" };
		expect(parseSearch(stringifySearch(search))).toEqual({ q: "po_1 & co", category: "charge,refund" });
		expect(stringifySearch({})).toBe("");
	});

	test("names that a page doesn't know are dropped", () => {
		expect(searchOf("kind", "q")({ kind: "payout", q: "", script: "x", sort: 3 })).toEqual({ kind: "payout" });
	});

	test("several values of one filter survive the way there and back", () => {
		expect(listOf(textOfList(["charge", "refund"]))).toEqual(["charge", "refund"]);
		expect(textOfList([])).toBeUndefined();
		expect(listOf(undefined)).toEqual([]);
	});

	test("a head is clicked through ascending, descending and none", () => {
		const up = nextSort([], "amount");
		const down = nextSort(up, "amount");
		expect([writeSort(up), writeSort(down), writeSort(nextSort(down, "amount"))]).toEqual(["amount", "-amount", undefined]);
		expect(nextSort(down, "date")).toEqual([{ key: "date", direction: "asc" }]);
		expect(readSort("-date")).toEqual([{ key: "date", direction: "desc" }]);
		expect(readSort(undefined)).toEqual([]);
	});

	test("with shift a head adds a key behind the others, turns it, and takes it away again", () => {
		const date = readSort("-date");
		const both = nextSort(date, "amount", 3);
		expect(writeSort(both)).toBe("-date,amount");
		expect(writeSort(nextSort(both, "amount", 3))).toBe("-date,-amount");
		expect(writeSort(nextSort(readSort("-date,-amount"), "amount", 3))).toBe("-date");
		expect(writeSort(nextSort(readSort("a,b,c"), "d", 3))).toBe("a,b,d");
		expect(writeSort(nextSort(both, "date"))).toBeUndefined();
	});
});
