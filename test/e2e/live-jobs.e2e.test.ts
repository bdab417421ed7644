// Runs while they run, under people's hands, on a Tieout of their own (so that no other spec meets what is broken here): a sync is
// held and let go on, deletions wait for a person, a set of replays is stopped in the middle, an incident goes from opening to sign-off.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { startThrowawayStack, type ThrowawayStack } from "../../scripts/throwaway-stack.ts";

test.describe.configure({ mode: "serial" });

let stack: ThrowawayStack;
let page: Page;
let approver: Page;
const broken: string[] = [];
const unreadable: string[] = [];
const tooWide: string[] = [];

/** Asks the sandbox for a fault, or ends all of them. */
async function sandbox(method: "POST" | "DELETE", fault?: Readonly<Record<string, unknown>>): Promise<void> {
	const answer = await fetch(`http://127.0.0.1:${stack.port + 4}/__control/faults`, {
		method,
		headers: {
			"content-type": "application/json",
			"x-control-token": readFileSync(join(stack.home, "keys/sandbox-control.token"), "utf8").trim(),
		},
		...(fault === undefined ? {} : { body: JSON.stringify(fault) }),
	});
	expect(answer.status).toBe(200);
}

/** Every answer takes so long that a person is always in time; ends with the faults. */
const slow = async (seconds: number): Promise<void> => {
	for (const vendor of ["stripe", "netsuite"]) await sandbox("POST", { kind: "slow_body", vendor, seconds, times: 1000 });
};

async function signedIn(browser: Browser, email: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", baseURL: stack.url });
	const their = await context.newPage();
	their.on("pageerror", (error) => broken.push(error.message));
	await their.goto("/");
	await their.getByLabel("E-mail").fill(email);
	await their.getByLabel("Password", { exact: true }).fill(stack.password);
	await their.keyboard.press("Enter");
	await expect(their.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	return their;
}

/** What axe finds in this theme and what scrolls sideways at 390 px is collected here and judged at the end. */
async function inspect(name: string, scheme: "light" | "dark"): Promise<void> {
	await page.emulateMedia({ colorScheme: scheme });
	const { violations } = await new AxeBuilder({ page }).analyze();
	unreadable.push(...violations.map(({ id, nodes }) => `${name}, ${scheme}: ${id} ${nodes[0]?.html.slice(0, 160) ?? ""}`));
	await page.emulateMedia({ colorScheme: "light" });
	await page.setViewportSize({ width: 390, height: 844 });
	if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) tooWide.push(name);
	await page.setViewportSize({ width: 1440, height: 900 });
}

const go = (name: string, on = page) =>
	on.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name, exact: true }).click();
const connection = (name: string) => page.getByRole("row", { name: new RegExp(name) });
const attention = (on = page) => on.getByRole("tab", { name: /Needs attention/ });

async function openConnection(name: string): Promise<void> {
	await go("Connections");
	await connection(name).click();
	await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
}

async function sync(name: string): Promise<void> {
	await openConnection(name);
	await page.getByRole("button", { name: "Sync now" }).click();
}

test.beforeAll(async ({ browser }) => {
	test.setTimeout(300_000);
	stack = await startThrowawayStack();
	page = await signedIn(browser, stack.email);
	approver = await signedIn(browser, "approver@larkfield.example");
});

test.afterAll(async () => {
	await Promise.all([page?.context().close(), approver?.context().close()]);
	await stack?.stop();
});

test("a sync is held while it reads, says by whom, and goes on to totals that tie", async () => {
	await slow(1);
	await sync("Stripe");
	await page.getByRole("link", { name: "Watch the run" }).click();
	await page.getByRole("button", { name: "Pause", exact: true }).click();
	const goOn = page.getByRole("button", { name: "Go on" });
	await expect(goOn).toBeFocused();
	await expect(page.getByRole("status").filter({ hasText: "Paused by Dana Whitfield" })).toBeVisible();
	await expect(page.getByRole("group", { name: "Progress" })).not.toContainText("Running");
	await inspect("job-paused", "light");
	await go("Connections");
	await expect(connection("Stripe")).toContainText("Waiting");
	await expect(attention()).toContainText("1");
	await sandbox("DELETE");
	await page.goBack();
	await goOn.click();
	await go("Connections");
	await expect(connection("Stripe")).toContainText("Healthy", { timeout: 60_000 });
	await expect(connection("Stripe")).toContainText("ties, 0.00");
});

test("many deletions are rejected with a reason, and every record stays", async () => {
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Healthy", { timeout: 60_000 });
	await sandbox("POST", { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 9, company: "larkfield" });
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Waiting", { timeout: 60_000 });
	await page.getByRole("link", { name: "Watch the run" }).click();
	const question = page.getByRole("region", { name: "Waits for a decision" });
	await expect(question).toContainText(/NetSuite no longer has [\d,]+ of [\d,]+ ledger lines/);
	await inspect("job-decision", "dark");
	await question.getByRole("button", { name: "Reject, keep them" }).click();
	await expect(question.getByLabel("Comment")).toBeFocused();
	await expect(question).toContainText("Say why");
	await question.getByLabel("Comment").fill("The books were moved, not deleted");
	await question.getByRole("button", { name: "Reject, keep them" }).click();
	await expect(page.getByRole("region", { name: "Decision", exact: true })).toContainText("Rejected: the records were kept");
	await expect(page.getByRole("region", { name: "Records that the source deleted were kept" })).toContainText("rewind the stream");
	await go("Connections");
	await expect(connection("NetSuite")).toContainText("Check");
	await expect(connection("NetSuite")).toContainText("does not tie");
});

test("once the stream is rewound they are asked about again; another person approves, and the totals tie", async () => {
	await openConnection("NetSuite");
	await page.getByRole("link", { name: "Cursor history, rewind" }).click();
	await page.getByText("Deleted records", { exact: true }).click();
	const history = page.getByRole("grid", { name: /Cursor of/ });
	await history.getByRole("row").filter({ hasText: "the beginning" }).last().click();
	const panel = page.getByRole("complementary", { name: "Move 1" });
	await panel.getByLabel("Why").fill("They are gone for good");
	await panel.getByRole("button", { name: "Rewind to here" }).click();
	await expect(history.getByRole("row", { name: /Rewound/ })).toContainText("They are gone for good");
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Waiting", { timeout: 60_000 });

	await attention(approver).click();
	await approver
		.getByRole("row", { name: /Waiting/ })
		.getByRole("link", { name: "Sync NetSuite" })
		.click();
	await approver.getByRole("button", { name: /^Approve, delete [\d,]+$/ }).click();
	await expect(approver.getByRole("region", { name: "Decision", exact: true })).toContainText("Approved: the records were deleted");
	await expect(connection("NetSuite")).toContainText("Healthy", { timeout: 60_000 });
	await expect(connection("NetSuite")).toContainText("ties, 0.00");
});

test("a set of failed runs is planned, started, and stopped in the middle: what it would have settled still asks for a look", async () => {
	for (const vendor of ["stripe", "netsuite"]) await sandbox("POST", { kind: "revoked_token", vendor });
	for (const name of ["Stripe", "NetSuite"]) {
		await sync(name);
		await expect(connection(name)).toContainText("Failed", { timeout: 60_000 });
	}
	await sandbox("DELETE");
	await slow(6);
	await go("Jobs");
	await attention().click();
	const jobs = page.getByRole("grid", { name: "Jobs" });
	await expect(jobs.getByRole("row", { name: /Failed/ })).toHaveCount(2);
	await jobs.focus();
	for (const key of [" ", "j", " ", "r"]) await page.keyboard.press(key);
	await expect(page.getByRole("heading", { name: "Replay 2 runs", level: 1 })).toBeVisible();
	await expect(page.getByRole("region", { name: "Replay plan" })).toContainText("two at a time");
	await inspect("set-plan", "light");
	await page.getByRole("button", { name: "Replay 2 runs" }).click();
	const runs = page.getByRole("grid", { name: "Runs of the set" });
	await expect(runs.getByRole("row", { name: /Running/ })).toHaveCount(2);
	await page.getByRole("button", { name: "Stop the set" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Stop the set" }).click();
	await expect(runs.getByRole("row", { name: /Stopped/ })).toHaveCount(2, { timeout: 60_000 });
	await expect(page.getByText("2 of 2 runs ended")).toBeVisible();
	await expect(page.getByRole("button", { name: "Stop the set" })).toHaveCount(0);
	await inspect("set-stopped", "dark");
	await sandbox("DELETE");
	await go("Jobs");
	await expect(attention()).toContainText("2");
});

test("an incident is opened over them, its runs are replayed from it, and only another person signs it off", async () => {
	await go("Incidents");
	await page.getByRole("link", { name: "Open an incident" }).click();
	await page.getByRole("button", { name: "Gather 2 runs" }).click();
	const form = page.getByRole("dialog");
	await form.getByLabel("Name").fill("Keys were revoked");
	await form.getByLabel("Cause").fill("The vendors' keys ran out on one day");
	await form.getByLabel("Mended by").fill("New keys at both vendors");
	await form.getByRole("button", { name: "Open the incident" }).click();
	await expect(page.getByRole("heading", { name: "Keys were revoked", level: 1 })).toBeVisible();
	await expect(page.getByRole("button", { name: "Mark as resolved" })).toBeDisabled();
	await inspect("incident-open", "light");
	const address = page.url();

	await page.getByRole("link", { name: "Replay 2 runs" }).click();
	await page.getByRole("button", { name: "Replay 2 runs" }).click();
	await expect(page.getByRole("grid", { name: "Runs of the set" }).getByRole("row", { name: /Done/ })).toHaveCount(2, { timeout: 60_000 });
	await page.goto(address);
	await page.getByRole("button", { name: "Mark as resolved" }).click();
	await expect(page.getByText(/You opened this incident/)).toBeVisible();
	await expect(page.getByRole("button", { name: "Sign off" })).toBeDisabled();

	await go("Incidents", approver);
	await approver.getByRole("link", { name: "Keys were revoked" }).click();
	await approver.getByRole("button", { name: "Sign off" }).click();
	await approver.getByRole("dialog").getByLabel("Comment").fill("Both totals tie again");
	await approver.getByRole("button", { name: "Sign off the incident" }).click();
	await expect(approver.getByText(/^Tom Okafor, /)).toBeVisible();
	await expect(page.getByText("“Both totals tie again”")).toBeVisible();
	await inspect("incident-signed-off", "dark");
});

test("no page threw, fails axe, or scrolls sideways on a phone", () => {
	expect(broken).toEqual([]);
	expect(unreadable).toEqual([]);
	expect(tooWide).toEqual([]);
});
