// The newcomer's path, in order and in one browser: sign in, sync, upload, reconcile, and from a figure down to the workflow event.
// With TIEOUT_REPORTS=1 it also writes the screenshots of docs/screens.
import { expect, type Page } from "@playwright/test";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";
import { atRest, inspect as look, keepScreen, noFindings } from "./findings.ts";
import { atWork, test } from "./own-stack.ts";
import { desk, go, signedIn, signIn } from "./person.ts";

test.describe.configure({ mode: "serial" });

let stack: ThrowawayStack;
let page: Page;
const findings = noFindings();

const inspect = (name: string) => look(page, { name, findings, screen: true });

test.beforeAll(async ({ browser, stack: own }) => {
	stack = own;
	const context = await browser.newContext({ viewport: desk, colorScheme: "light", baseURL: stack.url });
	page = await context.newPage();
	page.on("pageerror", (error) => findings.broken.push(error.message));
	page.on("console", (message) => {
		// The one expected refusal: "who am I" before anyone is signed in.
		if (message.type() === "error" && !message.text().includes("401")) findings.broken.push(message.text());
	});
});

test.afterAll(async () => {
	await page?.context().close();
});

const connection = (name: string) => page.getByRole("grid", { name: "Connections" }).getByRole("row", { name: new RegExp(name) });

async function openConnection(name: string): Promise<void> {
	await go(page, "Connections");
	await connection(name).click();
	await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
}

async function sync(name: string): Promise<void> {
	await openConnection(name);
	await page.getByRole("button", { name: "Sync now" }).click();
	await expect(connection(name)).toContainText("Healthy", atWork);
	await expect(connection(name)).toContainText("ties, 0.00");
}

test("a wrong password is refused in words, the right one opens the list of jobs", async () => {
	await page.goto("/");
	await expect(page.getByRole("heading", { name: "Sign in to Tieout" })).toBeVisible();
	await inspect("login");
	await signIn(page, stack.email, "not the password");
	await expect(page.getByRole("alert")).toContainText(/password/i);
	await signIn(page, stack.email, stack.password);
	await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	await expect(page.getByText("No jobs yet")).toBeVisible();
	await inspect("jobs-empty");
});

test("Stripe is synced and its balance and every payout's items tie", async () => {
	await sync("Stripe");
	await inspect("connections");
});

test("NetSuite is synced and ties to its own COUNT and SUM", async () => {
	await sync("NetSuite");
});

test("the sample statement is mapped, proven and imported", async () => {
	await openConnection("Bank statements");
	await page.getByRole("link", { name: "Upload a statement" }).click();
	await expect(page.getByText("No files yet")).toBeVisible();
	await inspect("files");
	await page.getByRole("button", { name: /sample/i }).click();
	const start = page.getByRole("button", { name: /^Import \d+ movements$/ });
	await expect(start).toBeVisible();
	await expect(page.getByText("ties, 0.00").first()).toBeVisible();
	await inspect("file-mapping");
	await start.click();
	await expect(page.getByText("Done", { exact: true }).first()).toBeVisible(atWork);
	await openConnection("Bank statements");
	await expect(connection("Bank statements")).toContainText("ties, 0.00");
});

test("a job shows its timeline, its pages and its history, and Back returns to its row", async () => {
	await go(page, "Jobs");
	await expect(page.getByRole("row", { name: /Sync Stripe/ })).toContainText("Done");
	await inspect("jobs");
	await page.getByRole("row", { name: /Sync Stripe/ }).click();
	await expect(page.getByRole("heading", { name: "Sync Stripe", level: 1 })).toBeVisible();
	await expect(page.getByText("Read balance transactions").first()).toBeVisible();
	await inspect("job-detail");
	await page.getByRole("tab", { name: /Events/ }).click();
	await expect(page.getByText("WorkflowExecutionStarted").first()).toBeVisible();
	const shown = new URL(page.url()).pathname;
	await page.goBack();
	await expect(page.getByRole("grid", { name: "Jobs" })).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(({ pathname }) => pathname === shown);
});

test("October is reconciled: every payout is proven or breaks at a leaf, and nothing is left unexplained", async () => {
	await go(page, "Reconciliation");
	await expect(page.getByText("No reconciliation yet")).toBeVisible();
	await inspect("reconciliation-empty");
	await page.getByLabel("Month").selectOption({ label: "October 2026" });
	await page.getByRole("button", { name: "Reconcile payouts" }).click();
	await expect(page).toHaveURL(/\/reconciliation\/[0-9a-f-]{36}/);
	await expect(page.getByText(/exceptions? to decide/).first()).toBeVisible(atWork);
	await expect(page.getByText(/^Unexplained/)).toBeVisible();
	const explained = page.getByRole("region", { name: "What explains it" });
	await expect(explained.getByRole("row", { name: /Unexplained/ })).toContainText("0.00");
	await inspect("reconciliation");
});

test("a break opens its path to the leaf and says in one sentence who agrees and who is off", async () => {
	await page.getByRole("grid", { name: "Payouts" }).getByRole("row", { name: /Break/ }).nth(1).click();
	const proof = page.getByRole("treegrid", { name: /Proof of payout/ });
	await expect(proof.getByRole("row", { name: /Charges/ }).first()).toBeVisible();
	await expect(
		page
			.getByRole("region", { name: "Proof of payout" })
			.getByText(/^The bank|^Stripe|agree/)
			.first(),
	).toBeVisible();
	await inspect("reconciliation-proof");
});

test("from a figure of the proof down to the row, the record, the stored page and the workflow event", async () => {
	const proof = page.getByRole("treegrid", { name: /Proof of payout/ });
	await proof
		.getByRole("row", { name: /(ch|re|du)_/ })
		.first()
		.click();
	await expect(page.getByText(/All \d links checked/).first()).toBeVisible();
	const proofUrl = page.url();
	const custody = page.getByRole("list", { name: "Chain of custody" });
	await atRest(page);
	await keepScreen(page, "custody");
	await custody.getByRole("link", { name: /page \d+, row \d+/i }).click();
	await expect(page.locator("mark").first()).toBeVisible();
	await inspect("api-page");
	await page.goBack();
	await expect(page).toHaveURL(proofUrl);
	await custody.getByRole("link", { name: /Workflow event/ }).click();
	await expect(page.getByText("ActivityTask").first()).toBeVisible();
	await inspect("workflow-event");
	await page.goBack();
	await custody.getByRole("link", { name: "Source record" }).click();
	await expect(page.getByRole("region", { name: "Record" })).toBeVisible();
	await inspect("source-record");
});

test("the explorer is walked by keyboard alone, and Back returns to the same row", async () => {
	await go(page, "Explorer", "Balance entries");
	const grid = page.getByRole("grid", { name: "Balance entries" });
	await expect(grid.getByRole("row").nth(3)).toBeVisible();
	await expect(page.getByText("counting…")).toHaveCount(0);
	await inspect("explorer");
	await grid.focus();
	await page.keyboard.press("j");
	await page.keyboard.press("j");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/open=/);
	await page.keyboard.press("c");
	await expect(page.getByText(/All \d links checked/)).toBeVisible();
	await inspect("explorer-custody");
	const url = page.url();
	await page.getByRole("link", { name: /Workflow event/ }).click();
	await expect(page.getByText("ActivityTask").first()).toBeVisible();
	await page.goBack();
	await expect(page).toHaveURL(url);
	await expect(page.getByText(/All \d links checked/)).toBeVisible();
	await page.getByRole("button", { name: "Close the panel" }).focus();
	await page.keyboard.press("Escape");
	await expect(page).not.toHaveURL(/open=/);
});

test("another company's controller sees none of it, not even by its address", async ({ browser }) => {
	await go(page, "Reconciliation");
	await page
		.getByRole("grid", { name: "Reconciliations" })
		.getByRole("row", { name: /October 2026/ })
		.click();
	await expect(page).toHaveURL(/\/reconciliation\/[0-9a-f-]{36}/);
	const address = new URL(page.url()).pathname;
	const theirs = await signedIn(browser, stack, { email: "controller@harbour.example" });
	await atRest(theirs);
	await expect(theirs.getByRole("row", { name: /Sync Stripe/ })).toHaveCount(0);
	await theirs.goto(address);
	await expect(theirs.getByText("This isn't here")).toBeVisible();
	await theirs.context().close();
});

test("axe finds nothing on any page, light or dark", () => {
	expect(findings.unreadable).toEqual([]);
});

test("no page scrolls sideways at 390 px", () => {
	expect(findings.tooWide).toEqual([]);
});

test("no page wrote an error to the console", () => {
	expect(findings.broken).toEqual([]);
});
