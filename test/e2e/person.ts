// A person with a browser of their own, signed in and looking at the list of jobs.
import { type Browser, expect, type Page } from "@playwright/test";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";
import type { Findings } from "./findings.ts";

export const desk = { width: 1440, height: 900 } as const;

interface Person {
	readonly email: string;
	/** Gets what the person's pages throw. */
	readonly findings?: Findings;
}

/** Their browser context is the page's, and closed by the spec. */
export async function signedIn(browser: Browser, stack: ThrowawayStack, { email, findings }: Person): Promise<Page> {
	const context = await browser.newContext({ viewport: desk, colorScheme: "light", baseURL: stack.url });
	const page = await context.newPage();
	page.on("pageerror", (error) => findings?.broken.push(error.message));
	await page.goto("/");
	await signIn(page, email, stack.password);
	await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
	return page;
}

/** Fills the form that is on the page and sends it. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
	await page.getByLabel("E-mail").fill(email);
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.keyboard.press("Enter");
}

/** To an area by the navigation, once its page is there under its heading. */
export async function go(page: Page, area: string, heading = area): Promise<void> {
	const nav = page.getByRole("navigation", { name: "Main", exact: true });
	// Behind the name there may stand how many wait.
	await nav.getByRole("link", { name: new RegExp(`^${area}\\b`) }).click();
	await expect(page.getByRole("heading", { name: heading, level: 1, exact: true })).toBeVisible();
}
