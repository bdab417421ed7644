// The newcomer's path, in order and in one browser: sign in, sync, upload, reconcile, and from a figure down to the workflow event.
// With TIEOUT_REPORTS=1 it also writes the screenshots of docs/screens.
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";

const { TIEOUT_E2E_EMAIL: email = "", TIEOUT_E2E_PASSWORD: password = "" } = process.env;

test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
const broken: string[] = [];
const unreadable: string[] = [];
const tooWide: string[] = [];

test.beforeAll(async ({ browser }) => {
	context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
	page = await context.newPage();
	page.on("pageerror", (error) => broken.push(error.message));
	page.on("console", (message) => {
		// The one expected refusal: "who am I" before anyone is signed in.
		if (message.type() === "error" && !message.text().includes("401")) broken.push(message.text());
	});
});

test.afterAll(async () => {
	await context.close();
});

async function look(name: string): Promise<void> {
	if (process.env["TIEOUT_REPORTS"] !== "1") return;
	for (const scheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		await page.screenshot({ path: `docs/screens/${name}${scheme === "dark" ? "-dark" : ""}.png` });
	}
	await page.emulateMedia({ colorScheme: "light" });
}

/** What axe finds in both themes and what scrolls sideways at 390 px is collected here and judged at the end. */
async function inspect(name: string): Promise<void> {
	for (const scheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		const axe = new AxeBuilder({ page });
		// The other theme differs in colours only.
		if (scheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
		const { violations } = await axe.analyze();
		unreadable.push(
			...violations.map(({ id, nodes }) => `${name}, ${scheme}: ${id} ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`),
		);
	}
	await page.emulateMedia({ colorScheme: "light" });
	await page.setViewportSize({ width: 390, height: 844 });
	if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) tooWide.push(name);
	await page.setViewportSize({ width: 1440, height: 900 });
	await look(name);
}

const go = (area: "Jobs" | "Reconciliation" | "Connections" | "Explorer") => page.getByRole("link", { name: area }).first().click();

const openConnection = async (name: string): Promise<void> => {
	await go("Connections");
	await page.getByRole("row", { name: new RegExp(name) }).click();
	await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
};

async function sync(name: string): Promise<void> {
	await openConnection(name);
	await page.getByRole("button", { name: "Sync now" }).click();
	const row = page.getByRole("row", { name: new RegExp(name) });
	await expect(row).toContainText("Healthy", { timeout: 60_000 });
	await expect(row).toContainText("ties, 0.00");
}

test("a wrong password is refused in words, the right one opens the list of jobs", async () => {
	await page.goto("/");
	await expect(page.getByRole("heading", { name: "Sign in to Tieout" })).toBeVisible();
	await inspect("login");
	await page.getByLabel("E-mail").fill(email);
	await page.getByLabel("Password", { exact: true }).fill("not the password");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("alert")).toContainText(/password/i);
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
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
	await inspect("files");
	await page.getByRole("button", { name: /sample/i }).click();
	const start = page.getByRole("button", { name: /^Import \d+ movements$/ });
	await expect(start).toBeVisible();
	await expect(page.getByText("ties, 0.00").first()).toBeVisible();
	await inspect("file-mapping");
	await start.click();
	await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 30_000 });
	await openConnection("Bank statements");
	await expect(page.getByRole("row", { name: /Bank statements/ })).toContainText("ties, 0.00");
});

test("a job shows its timeline, its pages and its history, and Back returns to its row", async () => {
	await go("Jobs");
	await expect(page.getByRole("row", { name: /Sync Stripe/ })).toContainText("Done");
	await inspect("jobs");
	await page.getByRole("row", { name: /Sync Stripe/ }).click();
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
	await go("Reconciliation");
	await inspect("reconciliation-empty");
	await page.getByLabel("Month").selectOption({ label: "October 2026" });
	await page.getByRole("button", { name: "Reconcile payouts" }).click();
	await expect(page.getByText(/exceptions? to decide/).first()).toBeVisible({ timeout: 60_000 });
	if (!page.url().includes("/reconciliation/")) await page.getByRole("link", { name: "Open the reconciliation" }).click();
	await expect(page.getByText(/^Unexplained/)).toBeVisible();
	const explained = page.getByRole("region", { name: "What explains it" });
	await expect(explained.getByRole("row", { name: /Unexplained/ })).toContainText("0.00");
	await inspect("reconciliation");
});

test("a break opens its path to the leaf and says in one sentence who agrees and who is off", async () => {
	await page.getByRole("grid", { name: "Payouts" }).getByRole("row", { name: /Break/ }).nth(1).click();
	const proof = page.getByRole("treegrid", { name: /Proof of payout/ });
	await expect(proof.getByRole("row", { name: /Charges/ }).first()).toBeVisible();
	await expect(page.getByText(/^The bank|^Stripe|agree/).first()).toBeVisible();
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
	await look("custody");
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
	await go("Explorer");
	const grid = page.getByRole("grid", { name: "Balance entries" });
	await expect(grid.getByRole("row").nth(3)).toBeVisible();
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
	await page.goBack();
	await expect(page).toHaveURL(url);
	await expect(page.getByText(/All \d links checked/)).toBeVisible();
	await page.getByRole("button", { name: "Close the panel" }).focus();
	await page.keyboard.press("Escape");
	await expect(page).not.toHaveURL(/open=/);
});

test("another company's controller sees none of it, not even by its address", async ({ browser }) => {
	await go("Reconciliation");
	await page
		.getByRole("row", { name: /October 2026/ })
		.first()
		.click();
	await expect(page).toHaveURL(/\/reconciliation\/[0-9a-f-]{36}/);
	const address = new URL(page.url()).pathname;
	const other = await browser.newContext();
	const theirs = await other.newPage();
	await theirs.goto("/");
	await theirs.getByLabel("E-mail").fill("controller@harbour.example");
	await theirs.getByLabel("Password", { exact: true }).fill(password);
	await theirs.keyboard.press("Enter");
	await expect(theirs.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	await expect(theirs.getByRole("row", { name: /Sync Stripe/ })).toHaveCount(0);
	await theirs.goto(address);
	await expect(theirs.getByText("This isn't here")).toBeVisible();
	await other.close();
});

test("axe finds nothing on any page, light or dark", () => {
	expect(unreadable).toEqual([]);
});

test("no page scrolls sideways at 390 px", () => {
	expect(tooWide).toEqual([]);
});

test("no page wrote an error to the console", () => {
	expect(broken).toEqual([]);
});
