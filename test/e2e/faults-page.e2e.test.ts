// The sandbox's faults page in a browser: opened by the link that `up` prints, readable in both themes and on a phone, and what it
// makes is active until it is cleared.
import { expect } from "@playwright/test";
import { violations } from "./findings.ts";
import { test } from "./own-stack.ts";
import { controlToken, controlUrl } from "./sandbox.ts";

test("a fault is made, listed with its turns, and cleared", async ({ page, stack }) => {
	const token = controlToken(stack);
	const broken: string[] = [];
	page.on("pageerror", (error) => broken.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") broken.push(message.text());
	});
	await page.goto(`${controlUrl(stack)}/page#token=${token}`);
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
		expect(await violations(page)).toEqual([]);
	}
	await page.setViewportSize({ width: 390, height: 844 });
	await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

	await listed.getByRole("button", { name: "Clear" }).click();
	await expect(page.getByText("No fault is active.")).toBeVisible();
	expect(broken).toEqual([]);
});
