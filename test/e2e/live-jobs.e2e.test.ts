// Runs while they run, under people's hands, on a Tieout of their own (so that no other spec meets what is broken here): a sync is
// held and let go on, deletions wait for a person, a set of replays is stopped in the middle, an incident goes from opening to sign-off.
import { expect, type Page } from "@playwright/test";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";
import { atRest, inspect, noFindings } from "./findings.ts";
import { atWork, test } from "./own-stack.ts";
import { go, signedIn } from "./person.ts";
import { endFaults, makeFault, slowVendors } from "./sandbox.ts";

test.describe.configure({ mode: "serial" });

let stack: ThrowawayStack;
let page: Page;
let approver: Page;
const findings = noFindings();

/** In one theme each: between them the pages are looked at in both. */
const inspectIn = (scheme: "light" | "dark", name: string) => inspect(page, { name, findings, schemes: [scheme] });

const connection = (name: string) => page.getByRole("grid", { name: "Connections" }).getByRole("row", { name: new RegExp(name) });
const attention = (on = page) => on.getByRole("tab", { name: /Needs attention/ });

async function openConnection(name: string): Promise<void> {
	await go(page, "Connections");
	await connection(name).click();
	await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
}

async function sync(name: string): Promise<void> {
	await openConnection(name);
	await page.getByRole("button", { name: "Sync now" }).click();
}

test.beforeAll(async ({ browser, stack: own }) => {
	stack = own;
	page = await signedIn(browser, stack, { email: stack.email, findings });
	approver = await signedIn(browser, stack, { email: "approver@larkfield.example", findings });
});

test.afterAll(async () => {
	await endFaults(stack);
	await Promise.all([page?.context().close(), approver?.context().close()]);
});

test("a sync is held while it reads, says by whom, and goes on to totals that tie", async () => {
	await slowVendors(stack, 2);
	await sync("Stripe");
	await page.getByRole("link", { name: "Watch the run" }).click();
	await page.getByRole("button", { name: "Pause", exact: true }).click();
	const goOn = page.getByRole("button", { name: "Go on" });
	await expect(goOn).toBeFocused();
	await expect(page.getByRole("status").filter({ hasText: "Paused by Dana Whitfield" })).toBeVisible();
	await expect(page.getByRole("group", { name: "Progress" })).not.toContainText("Running");
	await inspectIn("light", "job-paused");
	await go(page, "Connections");
	await expect(connection("Stripe")).toContainText("Waiting");
	await expect(attention()).toContainText("1");
	await endFaults(stack);
	await page.goBack();
	await goOn.click();
	await go(page, "Connections");
	await expect(connection("Stripe")).toContainText("Healthy", atWork);
	await expect(connection("Stripe")).toContainText("ties, 0.00");
});

test("many deletions are rejected with a reason, and every record stays", async () => {
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Healthy", atWork);
	await makeFault(stack, { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 9, company: "larkfield" });
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Waiting", atWork);
	await page.getByRole("link", { name: "Watch the run" }).click();
	const question = page.getByRole("region", { name: "Waits for a decision" });
	await expect(question).toContainText(/NetSuite no longer has [\d,]+ of [\d,]+ ledger lines/);
	await inspectIn("dark", "job-decision");
	await question.getByRole("button", { name: "Reject, keep them" }).click();
	await expect(question.getByLabel("Comment")).toBeFocused();
	await expect(question).toContainText("Say why");
	await question.getByLabel("Comment").fill("The books were moved, not deleted");
	await question.getByRole("button", { name: "Reject, keep them" }).click();
	await expect(page.getByRole("region", { name: "Decision", exact: true })).toContainText("Rejected: the records were kept");
	await expect(page.getByRole("region", { name: "Records that the source deleted were kept" })).toContainText("rewind the stream");
	await go(page, "Connections");
	await expect(connection("NetSuite")).toContainText("Check");
	await expect(connection("NetSuite")).toContainText("does not tie");
});

test("once the stream is rewound they are asked about again; another person approves, and the totals tie", async () => {
	await openConnection("NetSuite");
	await page.getByRole("link", { name: "Cursor history, rewind" }).click();
	await page.getByText("Deleted records", { exact: true }).click();
	const history = page.getByRole("grid", { name: "Cursor of Deleted records" });
	await atRest(page);
	await history.getByRole("row").filter({ hasText: "the beginning" }).last().click();
	const panel = page.getByRole("complementary", { name: "Move 1" });
	await panel.getByLabel("Why").fill("They are gone for good");
	await panel.getByRole("button", { name: "Rewind to here" }).click();
	await expect(history.getByRole("row", { name: /Rewound/ })).toContainText("They are gone for good");
	await sync("NetSuite");
	await expect(connection("NetSuite")).toContainText("Waiting", atWork);

	await attention(approver).click();
	await approver
		.getByRole("row", { name: /Waiting/ })
		.getByRole("link", { name: "Sync NetSuite" })
		.click();
	await approver.getByRole("button", { name: /^Approve, delete [\d,]+$/ }).click();
	await expect(approver.getByRole("region", { name: "Decision", exact: true })).toContainText("Approved: the records were deleted");
	await expect(connection("NetSuite")).toContainText("Healthy", atWork);
	await expect(connection("NetSuite")).toContainText("ties, 0.00");
});

test("a set of failed runs is planned, started, and stopped in the middle: what it would have settled still asks for a look", async () => {
	for (const vendor of ["stripe", "netsuite"]) await makeFault(stack, { kind: "revoked_token", vendor });
	for (const name of ["Stripe", "NetSuite"]) {
		await sync(name);
		await expect(connection(name)).toContainText("Failed", atWork);
	}
	await endFaults(stack);
	await slowVendors(stack, 6);
	await go(page, "Jobs");
	await attention().click();
	const jobs = page.getByRole("grid", { name: "Jobs" });
	await expect(jobs.getByRole("row", { name: /Failed/ })).toHaveCount(2);
	await atRest(page);
	await jobs.focus();
	for (const key of [" ", "j", " "]) await page.keyboard.press(key);
	await expect(page.getByRole("toolbar", { name: "With the chosen rows" })).toContainText(/^2 of/);
	await page.keyboard.press("r");
	await expect(page.getByRole("heading", { name: "Replay 2 runs", level: 1 })).toBeVisible();
	await expect(page.getByRole("region", { name: "Replay plan" })).toContainText("two at a time");
	await inspectIn("light", "set-plan");
	await page.getByRole("button", { name: "Replay 2 runs" }).click();
	const runs = page.getByRole("grid", { name: "Runs of the set" });
	await expect(runs.getByRole("row", { name: /Running/ })).toHaveCount(2);
	await page.getByRole("button", { name: "Stop the set" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Stop the set" }).click();
	await expect(runs.getByRole("row", { name: /Stopped/ })).toHaveCount(2, atWork);
	await expect(page.getByText("2 of 2 runs ended")).toBeVisible();
	await expect(page.getByRole("button", { name: "Stop the set" })).toHaveCount(0);
	await inspectIn("dark", "set-stopped");
	await endFaults(stack);
	await go(page, "Jobs");
	await expect(attention()).toContainText("2");
});

test("an incident is opened over them, its runs are replayed from it, and only another person signs it off", async () => {
	await go(page, "Incidents");
	await page.getByRole("link", { name: "Open an incident" }).click();
	await page.getByRole("button", { name: "Gather 2 runs" }).click();
	const form = page.getByRole("dialog");
	await form.getByLabel("Name").fill("Keys were revoked");
	await form.getByLabel("Cause").fill("The vendors' keys ran out on one day");
	await form.getByLabel("Mended by").fill("New keys at both vendors");
	await form.getByRole("button", { name: "Open the incident" }).click();
	await expect(page.getByRole("heading", { name: "Keys were revoked", level: 1 })).toBeVisible();
	await expect(page.getByRole("button", { name: "Mark as resolved" })).toBeDisabled();
	await inspectIn("light", "incident-open");
	const address = page.url();

	await page.getByRole("link", { name: "Replay 2 runs" }).click();
	await page.getByRole("button", { name: "Replay 2 runs" }).click();
	await expect(page.getByRole("grid", { name: "Runs of the set" }).getByRole("row", { name: /Done/ })).toHaveCount(2, atWork);
	await page.goto(address);
	await page.getByRole("button", { name: "Mark as resolved" }).click();
	await expect(page.getByText(/You opened this incident/)).toBeVisible();
	await expect(page.getByRole("button", { name: "Sign off" })).toBeDisabled();

	await go(approver, "Incidents");
	await approver.getByRole("link", { name: "Keys were revoked" }).click();
	await approver.getByRole("button", { name: "Sign off" }).click();
	await approver.getByRole("dialog").getByLabel("Comment").fill("Both totals tie again");
	await approver.getByRole("button", { name: "Sign off the incident" }).click();
	await expect(approver.getByText(/^Tom Okafor, /)).toBeVisible();
	await expect(page.getByText("“Both totals tie again”")).toBeVisible();
	await inspectIn("dark", "incident-signed-off");
});

test("no page threw, fails axe, or scrolls sideways on a phone", () => {
	expect(findings.broken).toEqual([]);
	expect(findings.unreadable).toEqual([]);
	expect(findings.tooWide).toEqual([]);
});
