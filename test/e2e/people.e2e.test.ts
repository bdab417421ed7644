// A person is invited into a second company, accepts, switches, is refused, asks, is granted a role, and decides with it: on a Tieout
// of its own, with the mail as it was sent.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { startThrowawayStack, type ThrowawayStack } from "../../scripts/throwaway-stack.ts";

test.describe.configure({ mode: "serial" });

const guest = "approver@larkfield.example";
const harbour = "Harbour & Pine Homeware";

let stack: ThrowawayStack;
let owner: Page;
let tom: Page;
const broken: string[] = [];
const unreadable: string[] = [];

async function control<T>(path: string, fault?: Readonly<Record<string, unknown>>): Promise<T> {
	const answer = await fetch(`http://127.0.0.1:${stack.port + 4}/__control/${path}`, {
		method: fault === undefined ? "GET" : "POST",
		headers: {
			"content-type": "application/json",
			"x-control-token": readFileSync(join(stack.home, "keys/sandbox-control.token"), "utf8").trim(),
		},
		...(fault === undefined ? {} : { body: JSON.stringify(fault) }),
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as T;
}

async function signedIn(browser: Browser, email: string): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", baseURL: stack.url });
	const page = await context.newPage();
	page.on("pageerror", (error) => broken.push(error.message));
	await page.goto("/");
	await page.getByLabel("E-mail").fill(email);
	await page.getByLabel("Password", { exact: true }).fill(stack.password);
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	return page;
}

async function inspect(page: Page, name: string): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	unreadable.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html.slice(0, 160) ?? ""}`));
	await page.setViewportSize({ width: 390, height: 844 });
	if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth))
		unreadable.push(`${name} scrolls sideways on a phone`);
	await page.setViewportSize({ width: 1440, height: 900 });
}

const go = (page: Page, name: string) =>
	page
		.getByRole("navigation", { name: "Main", exact: true })
		.getByRole("link", { name: new RegExp(`^${name}`) })
		.click();

/** The link of the newest mail to an address, once it has come. */
async function linkTo(address: string): Promise<string> {
	let link: string | undefined;
	await expect(async () => {
		const { mails } = await control<{ mails: { to: string[]; text: string }[] }>("mails");
		link = /https?:\/\/\S+/.exec(mails.find(({ to }) => to.includes(address))?.text ?? "")?.[0];
		expect(link).toBeDefined();
	}).toPass({ timeout: 60_000 });
	return link ?? "";
}

test.beforeAll(async ({ browser }) => {
	test.setTimeout(300_000);
	stack = await startThrowawayStack();
	owner = await signedIn(browser, "owner@harbour.example");
	tom = await signedIn(browser, guest);
});

test.afterAll(async () => {
	await Promise.all([owner?.context().close(), tom?.context().close()]);
	await stack?.stop();
});

test("an owner invites a person of another company, who accepts by the mail's link", async () => {
	await owner.goto("/settings/people");
	await owner
		.getByRole("button", { name: /Invite/ })
		.first()
		.click();
	const dialog = owner.getByRole("dialog");
	await dialog.getByLabel("E-mail").fill(guest);
	await dialog.getByRole("button", { name: "Send the invitation" }).click();
	await expect(owner.getByText(`${guest} is invited as Analyst`, { exact: false })).toBeVisible();
	await inspect(owner, "people");

	await tom.goto(await linkTo(guest));
	await expect(tom.getByText("Amir Pine invites you", { exact: false })).toBeVisible();
	await inspect(tom, "invitation");
	await tom.getByRole("button", { name: "Accept the invitation" }).click();
	await expect(tom.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
});

test("they switch between their two companies by keyboard", async () => {
	const company = tom.getByRole("button", { name: /Switch company/ });
	const switchTo = async (name: string) => {
		await tom.keyboard.press("Control+Shift+O");
		await tom.getByRole("menuitem", { name: new RegExp(name) }).click();
		await expect(company).toContainText(name);
	};
	const [here, there] = (await company.innerText()).includes(harbour) ? [harbour, "Larkfield Outdoor"] : ["Larkfield Outdoor", harbour];
	await switchTo(there);
	await switchTo(here);
	if (here !== harbour) await switchTo(harbour);
});

test("what their role lacks is refused in words, and they ask for a role that has it", async () => {
	await tom.goto("/settings/audit");
	await expect(tom.getByText("Your role here is Analyst", { exact: false })).toBeVisible();
	await inspect(tom, "refused");
	await tom.getByRole("button", { name: "Ask for access" }).click();
	const dialog = tom.getByRole("dialog");
	await dialog.getByLabel("Role").selectOption("approver");
	await dialog.getByLabel("What for").fill("I review Harbour's month end");
	await dialog.getByRole("button", { name: "Ask for the role" }).click();
	await expect(tom.getByText("You asked for another role", { exact: false })).toBeVisible();
});

test("the owner grants it from the inbox by keyboard, and it holds at once", async () => {
	await go(owner, "Approvals");
	await expect(owner.getByRole("heading", { name: "Role of Tom Okafor", level: 2 })).toBeVisible();
	await expect(owner.getByText("I review Harbour's month end", { exact: false })).toBeVisible();
	await owner.keyboard.press("a");
	await expect(owner.getByText("Enter confirms", { exact: false })).toBeAttached();
	await inspect(owner, "approvals");
	await owner.keyboard.press("a");
	await expect(owner.getByText("Enter confirms", { exact: false })).toBeAttached();
	await owner.keyboard.press("Enter");
	await expect(owner.getByText("Approved: Role of Tom Okafor", { exact: false })).toBeVisible();
	await expect(async () => {
		await tom.reload();
		await expect(tom.getByRole("heading", { name: "Audit trail", level: 1 })).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	await expect(tom.getByText("A member becomes Approver", { exact: false }).first()).toBeVisible();
});

test("and with it they decide about deletions that another person's sync found", async () => {
	const connection = owner.getByRole("row", { name: /NetSuite/ });
	const sync = async () => {
		await go(owner, "Connections");
		await connection.click();
		await owner.getByRole("button", { name: "Sync now" }).click();
	};
	await sync();
	await expect(connection).toContainText("Healthy", { timeout: 60_000 });
	await control("faults", { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 9, company: "harbour" });
	await sync();
	await expect(connection).toContainText("Waiting", { timeout: 60_000 });

	await go(tom, "Approvals");
	await expect(tom.getByRole("heading", { name: /Deletions in/, level: 2 })).toBeVisible();
	await tom.getByRole("button", { name: /^Approve, delete [\d,]+/ }).click();
	await expect(tom.getByText(/Approved: Deletions in/)).toBeVisible();
	await expect(connection).toContainText("Healthy", { timeout: 60_000 });
});

test("no page threw, fails axe, or scrolls sideways on a phone", () => {
	expect(broken).toEqual([]);
	expect(unreadable).toEqual([]);
});
