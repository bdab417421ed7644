// The sandbox's faults page in a browser: opened by the link that `up` prints, readable in both themes and on a phone, and what it
// makes is active until it is cleared.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

test("a fault is made, listed with its turns, and cleared", async ({ page }) => {
	const { TIEOUT_E2E_HOME: home = "", TIEOUT_E2E_PORT: port = "" } = process.env;
	const token = readFileSync(join(home, "keys/sandbox-control.token"), "utf8").trim();
	const broken: string[] = [];
	page.on("pageerror", (error) => broken.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") broken.push(message.text());
	});
	await page.goto(`http://127.0.0.1:${Number(port) + 4}/__control/page#token=${token}`);
	await expect(page.getByText("No fault is active.")).toBeVisible();
	expect(page.url()).not.toContain(token);

	await page.getByLabel("Kind").selectOption("Server error");
	await page.getByLabel("Vendor").selectOption("NetSuite");
	await page.getByLabel("Status").selectOption("503");
	await page.getByLabel("Times").fill("3");
	await page.getByLabel("Only paths with").fill("nobody-asks-this");
	await expect(page.getByText("tries again with growing pauses")).toBeVisible();
	await page.getByRole("button", { name: "Make it happen" }).click();
	const listed = page.getByRole("listitem").filter({ hasText: "Server error at NetSuite" });
	await expect(listed).toContainText("3 more times");

	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme });
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html}`)).toEqual([]);
	}
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

	await listed.getByRole("button", { name: "Clear" }).click();
	await expect(page.getByText("No fault is active.")).toBeVisible();
	expect(broken).toEqual([]);
});
