// When it goes wrong, in a browser: NetSuite refuses, the page explains, the run is replayed against the source and from its stored
// pages, what changed is told by who changed it, and a cursor is put back.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import pg from "pg";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";
import { atRest, inspect as look, noFindings } from "./findings.ts";
import { atWork, test } from "./own-stack.ts";
import { go, signedIn } from "./person.ts";
import { endFaults, makeFault } from "./sandbox.ts";

test.describe.configure({ mode: "serial" });

let stack: ThrowawayStack;
let page: Page;
const findings = noFindings();

const inspect = (name: string) => look(page, { name, findings, screen: true });

const netSuite = () => page.getByRole("grid", { name: "Connections" }).getByRole("row", { name: /NetSuite/ });

async function syncNetSuite(): Promise<void> {
	await go(page, "Connections");
	await netSuite().click();
	await page.getByRole("button", { name: "Sync now" }).click();
}

const outcome = () => page.getByRole("region", { name: "Outcome" });
const steps = () => page.getByRole("list", { name: "Steps of the replay" });
const tile = (title: string) =>
	outcome()
		.getByRole("group", { name: "What came of it" })
		.locator("div", { has: page.getByRole("heading", { name: title }) })
		.first();

test.beforeAll(async ({ browser, stack: own }) => {
	stack = own;
	// The company that the other specs of this lane leave alone: what one spec breaks, the other doesn't see.
	page = await signedIn(browser, stack, { email: "controller@harbour.example", findings });
	await syncNetSuite();
	await expect(netSuite()).toContainText("Healthy", atWork);
});

test.afterAll(async () => {
	await endFaults(stack);
	await page?.context().close();
});

test("a refused sync explains itself: what happened, what is safe, what to do next", async () => {
	await makeFault(stack, { kind: "revoked_token", vendor: "netsuite" });
	await syncNetSuite();
	await expect(netSuite()).toContainText("Failed", atWork);
	await page.getByText("The last run failed").locator("..").getByRole("link", { name: "Open the run" }).click();
	await expect(page.getByRole("heading", { name: "Sync NetSuite", level: 1 })).toBeVisible();
	const card = page.getByRole("region", { name: /credentials/i });
	await expect(card).toContainText("What is safe");
	await expect(card).toContainText("Not retried");
	await page.getByRole("tab", { name: "Logs" }).click();
	await expect(page.getByRole("grid", { name: "Log of the run" })).toBeVisible();
	await inspect("job-failed");
	await go(page, "Dead letter");
	await expect(page.getByRole("grid", { name: "Given up on" })).toContainText("Sync NetSuite");
	await inspect("dead-letters");
});

test("its replay is planned before it runs, and says who changed what", async () => {
	await endFaults(stack);
	await makeFault(stack, { kind: "edited_record", vendor: "netsuite", company: "harbour" });
	await go(page, "Jobs");
	await page.getByRole("tab", { name: /Needs attention/ }).click();
	await page
		.getByRole("row", { name: /Failed/ })
		.getByRole("link", { name: "Sync NetSuite" })
		.click();
	await expect(page.getByRole("link", { name: /Plan a replay/ })).toBeVisible();
	await page.keyboard.press("r");
	await expect(page.getByRole("heading", { name: "Replay: Sync NetSuite" })).toBeVisible();
	const plan = page.getByRole("region", { name: "Replay plan" });
	for (const block of ["Read again", "Written in Tieout", "Written outside Tieout", "What it may disturb", "Cost"]) {
		await expect(plan.getByRole("heading", { name: block })).toBeVisible();
	}
	await expect(plan).toContainText("nothing");
	await inspect("replay-plan");
	// Not the choice of this way, which stays pressed, but what starts it.
	const fetchAgain = page.getByRole("button", { name: /^Fetch .* again$/ }).and(page.locator(":not([aria-pressed])"));
	await fetchAgain.click();
	await expect(steps().getByText("Outcome")).toBeVisible();
	await expect(tile("Rows changed")).toBeVisible(atWork);
	await expect(
		page
			.getByRole("region", { name: "What the replay changed" })
			.getByRole("row", { name: /the source/ })
			.first(),
	).toBeVisible();
	const chain = page.getByRole("list", { name: "Runs in this chain" });
	await expect(chain).toContainText("Run 1 · failed");
	// With a month already reconciled it runs again after the replay, and its breaks want a look.
	await expect(chain).toContainText(/Run 2 · (done|check)/);
	await inspect("replay-outcome");
});

test("the replaced failure leaves the list behind a counted link, and nothing needs attention", async () => {
	await go(page, "Jobs");
	await expect(page.getByRole("tab", { name: /Needs attention/ })).toContainText("0");
	const failures = page.getByRole("row").filter({ hasText: "Replaced" });
	await expect(failures).toHaveCount(0);
	// The run that replaced it, which is new since the list was last seen, doesn't wait behind "1 new, show".
	await expect(page.getByRole("link", { name: "Replay: Sync NetSuite" })).toBeVisible();
	await page.getByRole("button", { name: "1 replaced run hidden, show" }).click();
	await expect(failures).toHaveCount(1);
	await go(page, "Dead letter");
	await expect(page.getByRole("heading", { name: "Dead letter", level: 1 })).toBeVisible();
	await expect(page.getByText("Sync NetSuite")).toHaveCount(0);
});

test("stored pages are processed again without a request, and the diff says that we changed the rows", async () => {
	const rows = await readOtherwise(3);
	expect(rows).toBe(3);
	await go(page, "Jobs");
	await atRest(page);
	// The first run of all: newer ones stand above it.
	await page.getByRole("link", { name: "Sync NetSuite", exact: true }).last().click();
	await expect(page.getByRole("heading", { name: "Sync NetSuite", level: 1 })).toBeVisible();
	await page.getByRole("link", { name: /Plan a replay/ }).click();
	await expect(page.getByRole("button", { name: /^Process stored pages again/ })).toHaveAttribute("aria-pressed", "true");
	await expect(page.getByRole("region", { name: "Replay plan" })).toContainText("NetSuite: no request is made");
	await page.getByRole("button", { name: /^Replay \d+ pages?$/ }).click();
	await expect(tile("Rows changed")).toContainText("3", atWork);
	const diff = page.getByRole("region", { name: "What the replay changed" });
	await expect(diff.getByRole("row", { name: /an older word/ })).toHaveCount(3);
	await expect(diff.getByRole("row", { name: /an older word/ }).first()).toContainText("us");
	await inspect("replay-stored-pages");
});

test("a cursor is put back after its preview, with a reason that stays", async () => {
	await go(page, "Connections");
	await netSuite().click();
	await page.getByRole("link", { name: "Cursor history, rewind" }).click();
	const history = page.getByRole("grid", { name: /Cursor of/ });
	await expect(history).toBeVisible();
	await atRest(page);
	await history.getByRole("row").filter({ hasText: "the stored page" }).last().click();
	const panel = page.getByRole("complementary", { name: "Move 1" });
	await expect(panel).toContainText("Rows fetched again");
	await inspect("cursor-rewind");
	await panel.getByLabel("Why").fill("Lines of October were late");
	await panel.getByRole("button", { name: "Rewind to here" }).click();
	await expect(history.getByRole("row", { name: /Rewound/ })).toContainText("Lines of October were late");
});

test("no page threw, fails axe in either theme, or scrolls sideways on a phone", () => {
	expect(findings.broken).toEqual([]);
	expect(findings.unreadable).toEqual([]);
	expect(findings.tooWide).toEqual([]);
});

/** Leaves rows of the first sync as an older transform made them; answers how many. */
async function readOtherwise(count: number): Promise<number> {
	const secret = readFileSync(join(stack.home, "keys/postgres.password"), "utf8").trim();
	const client = new pg.Client({ host: "127.0.0.1", port: stack.port + 1, user: "postgres", password: secret, database: "tieout" });
	await client.connect();
	try {
		const { rowCount } = await client.query(
			`update canonical_rows set category = 'an older word', transform_version = 0 where (tenant_id, id, version) in (
				select c.tenant_id, c.id, c.version from canonical_rows c join connections x on x.tenant_id = c.tenant_id and x.id = c.connection_id
				join tenants t on t.id = c.tenant_id
				where t.slug = 'harbour' and x.vendor = 'netsuite' and c.to_seq is null and c.from_seq = 1 order by c.natural_key limit $1)`,
			[count],
		);
		return rowCount ?? 0;
	} finally {
		await client.end();
	}
}
