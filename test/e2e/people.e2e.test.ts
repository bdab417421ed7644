// A person is invited into a second company, accepts, switches, is refused, asks, is granted a role, and decides with it: on a Tieout
// of its own, with the mail as it was sent.
import { expect, type Page } from "@playwright/test";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";
import { inspect, noFindings } from "./findings.ts";
import { atWork, test } from "./own-stack.ts";
import { go, signedIn } from "./person.ts";
import { endFaults, linkMailedTo, makeFault } from "./sandbox.ts";

test.describe.configure({ mode: "serial" });

const guest = "approver@larkfield.example";
const harbour = "Harbour & Pine Homeware";

let stack: ThrowawayStack;
let owner: Page;
let tom: Page;
const findings = noFindings();

const look = (page: Page, name: string) => inspect(page, { name, findings, schemes: ["light"] });

test.beforeAll(async ({ browser, stack: own }) => {
	stack = own;
	owner = await signedIn(browser, stack, { email: "owner@harbour.example", findings });
	tom = await signedIn(browser, stack, { email: guest, findings });
});

test.afterAll(async () => {
	await endFaults(stack);
	await Promise.all([owner?.context().close(), tom?.context().close()]);
});

test("an owner invites a person of another company, who accepts by the mail's link", async () => {
	await owner.goto("/settings/people");
	await owner.getByRole("button", { name: "Invite somebody" }).click();
	const dialog = owner.getByRole("dialog");
	await dialog.getByLabel("E-mail").fill(guest);
	await dialog.getByRole("button", { name: "Send the invitation" }).click();
	await expect(owner.getByText(`${guest} is invited as Analyst`, { exact: false })).toBeVisible();
	await look(owner, "people");

	await tom.goto(await linkMailedTo(stack, guest));
	await expect(tom.getByText("Amir Pine invites you", { exact: false })).toBeVisible();
	await look(tom, "invitation");
	await tom.getByRole("button", { name: "Accept the invitation" }).click();
	await expect(tom.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
});

test("they switch between their two companies by keyboard", async () => {
	const company = tom.getByRole("button", { name: /Switch company/ });
	const switchTo = async (name: string) => {
		const before = new URL(tom.url()).searchParams.get("tenant");
		await tom.keyboard.press("Control+Shift+O");
		await tom.getByRole("menuitem", { name: new RegExp(name) }).click();
		// The other company's page is loaded anew; until then this one may already name it.
		await expect(tom).toHaveURL(({ searchParams }) => searchParams.get("tenant") !== before);
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
	await look(tom, "refused");
	await tom.getByRole("button", { name: "Ask for access" }).click();
	const dialog = tom.getByRole("dialog");
	await dialog.getByLabel("Role").selectOption("approver");
	await dialog.getByLabel("What for").fill("I review Harbour's month end");
	await dialog.getByRole("button", { name: "Ask for the role" }).click();
	await expect(tom.getByText("You asked for another role", { exact: false })).toBeVisible();
});

test("the owner grants it from the inbox by keyboard, and it holds at once", async () => {
	await go(owner, "Approvals");
	const asked = owner.getByRole("region", { name: "Role of Tom Okafor" });
	await expect(asked).toContainText("I review Harbour's month end");
	await owner.keyboard.press("a");
	await expect(asked.getByText(/^Enter confirms/)).toBeAttached();
	await look(owner, "approvals");
	// On a phone the list has the page to itself: beside it again, the item is not armed.
	await expect(asked.getByRole("group", { name: "Your decision" })).toBeVisible();
	await owner.keyboard.press("a");
	await expect(asked.getByText(/^Enter confirms/)).toBeAttached();
	await owner.keyboard.press("Enter");
	await expect(owner.getByText("Approved: Role of Tom Okafor", { exact: false })).toBeVisible();
	await expect(async () => {
		await tom.reload();
		await expect(tom.getByRole("heading", { name: "Audit trail", level: 1 })).toBeVisible({ timeout: 10_000 });
	}).toPass(atWork);
	await expect(tom.getByText("A member becomes Approver", { exact: false }).first()).toBeVisible();
});

test("and with it they decide about deletions that another person's sync found", async () => {
	const connection = owner.getByRole("grid", { name: "Connections" }).getByRole("row", { name: /NetSuite/ });
	const sync = async () => {
		await go(owner, "Connections");
		await connection.click();
		await owner.getByRole("button", { name: "Sync now" }).click();
	};
	await sync();
	await expect(connection).toContainText("Healthy", atWork);
	await makeFault(stack, { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 9, company: "harbour" });
	await sync();
	await expect(connection).toContainText("Waiting", atWork);

	await go(tom, "Approvals");
	await expect(tom.getByRole("heading", { name: /Deletions in/, level: 2 })).toBeVisible();
	await tom.getByRole("button", { name: /^Approve, delete [\d,]+/ }).click();
	await expect(tom.getByText(/Approved: Deletions in/)).toBeVisible();
	await expect(connection).toContainText("Healthy", atWork);
});

test("no page threw, fails axe, or scrolls sideways on a phone", () => {
	expect(findings.broken).toEqual([]);
	expect(findings.unreadable).toEqual([]);
	expect(findings.tooWide).toEqual([]);
});
