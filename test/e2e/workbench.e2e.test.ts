// The workbench by hand and by keyboard: a page found by its name, a list arranged and kept, rows added up, a file with every row.
// It works with the rows that earlier tests left; alone, it syncs Stripe first.
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { atRest, noFindings, violations } from "./findings.ts";
import { atWork, test } from "./own-stack.ts";
import { go, signedIn } from "./person.ts";

test.describe.configure({ mode: "serial" });

let page: Page;
const findings = noFindings();
const grid = () => page.getByRole("grid", { name: "Payouts" });
const head = (name: string) => grid().getByRole("columnheader", { name });

test.beforeAll(async ({ browser, stack }) => {
	page = await signedIn(browser, stack, { email: stack.email, findings });
	await page.goto("/explorer?kind=payout");
	const none = page.getByText("No payouts yet");
	await expect(grid().getByText(/po_/).or(none).first()).toBeVisible();
	if (!(await none.isVisible())) return;
	await go(page, "Connections");
	const stripe = page.getByRole("grid", { name: "Connections" }).getByRole("row", { name: /Stripe/ });
	await stripe.click();
	await page.getByRole("button", { name: "Sync now" }).click();
	await expect(stripe).toContainText("Healthy", atWork);
});

test.afterAll(async () => {
	await page?.context().close();
});

test("Ctrl K finds a page and goes there without a mouse", async () => {
	await page.goto("/jobs");
	await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	await page.keyboard.press("Control+k");
	await expect(page.getByRole("combobox", { name: /^Search or run/ })).toBeFocused();
	await page.keyboard.type("Connections");
	await expect(page.getByRole("option", { selected: true })).toContainText("Connections");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: "Connections", level: 1 })).toBeVisible();
});

test("a column is hidden by its menu, which stands in a landmark, and a saved view keeps that after a reload", async () => {
	await page.goto("/explorer?kind=payout");
	await expect(head("Amount")).toBeVisible();
	await head("Status").getByRole("button", { name: "Column Status" }).click();
	const hide = page.getByRole("menuitem", { name: "Hide" });
	await expect(hide).toBeVisible();
	await atRest(page);
	expect(await violations(page)).toEqual([]);
	await hide.click();
	await expect(head("Status")).toHaveCount(0);
	const name = `Without status ${Date.now()}`;
	await page.getByRole("button", { name: "Save this view" }).click();
	await page.getByRole("dialog").getByLabel("Name").fill(name);
	await page.keyboard.press("Enter");
	const tab = page.getByRole("tab", { name });
	await expect(tab).toHaveAttribute("aria-selected", "true");
	await page.reload();
	await expect(tab).toHaveAttribute("aria-selected", "true");
	await expect(head("Amount")).toBeVisible();
	await expect(head("Status")).toHaveCount(0);
});

test("two chosen rows are counted and added up", async () => {
	await page.goto("/explorer?kind=payout");
	await expect(grid().getByRole("row").nth(3)).toBeVisible();
	await atRest(page);
	// From wherever the focus is, J and K walk into the list, so that Space is the row's.
	await page.getByRole("tab", { selected: true }).focus();
	for (const key of ["j", "k"]) await page.keyboard.press(key);
	await expect(grid()).toBeFocused();
	for (const key of [" ", "j", " "]) await page.keyboard.press(key);
	const bar = page.getByRole("toolbar", { name: "With the chosen rows" });
	await expect(bar).toContainText(/^2 of [\d,]+ rows selected/);
	await expect(bar).toContainText(/amount -?[\d,]+\.\d\d/i);
	// Esc in a menu closes the menu alone: what is chosen behind it stays.
	await page.keyboard.press("f");
	await expect(page.getByRole("menu")).toBeVisible();
	await expect(page.getByRole("menuitem").first()).toBeFocused();
	await page.keyboard.press("Escape");
	await expect(page.getByRole("menu")).toBeHidden();
	await expect(bar).toContainText(/^2 of/);
	await page.keyboard.press("Escape");
	await expect(bar).toHaveCount(0);
});

test("the CSV of a list has as many lines as the list has rows", async () => {
	await expect(page.getByText("counting…")).toHaveCount(0);
	await atRest(page);
	const rows = Number(await grid().getAttribute("aria-rowcount")) - 1;
	expect(rows).toBeGreaterThan(2);
	await page.getByRole("button", { name: "Export" }).click();
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Text (CSV)" }).first().click()]);
	const lines = readFileSync(await download.path(), "utf8")
		.trimEnd()
		.split("\r\n");
	expect(lines).toHaveLength(rows + 1);
	expect(findings.broken).toEqual([]);
});
