// What a spec's pages are judged by at its end: errors they threw, what axe finds in their themes, what scrolls sideways on a phone.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { desk } from "./person.ts";

export interface Findings {
	readonly broken: string[];
	readonly unreadable: string[];
	readonly tooWide: string[];
}

export const noFindings = (): Findings => ({ broken: [], unreadable: [], tooWide: [] });

type Scheme = "light" | "dark";

interface Inspection {
	readonly name: string;
	readonly findings: Findings;
	/** The first is looked at with every rule, another one with those about colour. */
	readonly schemes?: readonly [Scheme, ...Scheme[]];
	/** Also kept as docs/screens/<name>.png while reports are written. */
	readonly screen?: boolean;
}

const phone = { width: 390, height: 844 } as const;

/** Nothing is on its way any more: rows, a part that loads, a button's work, a typeface. */
export async function atRest(page: Page): Promise<void> {
	await expect(page.locator('[aria-busy="true"], [role="status"][aria-label="Loading"]')).toHaveCount(0);
	await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Of a page that is there: name what it shows before. Leaves it light and as wide as it was. */
export async function inspect(page: Page, { name, findings, schemes = ["light", "dark"], screen = false }: Inspection): Promise<void> {
	for (const [at, scheme] of schemes.entries()) {
		await paint(page, scheme);
		await atRest(page);
		findings.unreadable.push(...(await violations(page, at > 0)).map((violation) => `${name}, ${scheme}: ${violation}`));
	}
	if (screen) await keepScreen(page, name);
	await paint(page, "light");
	if (await scrollsSideways(page)) findings.tooWide.push(name);
}

/** @param coloursOnly the other theme differs in colours only */
export async function violations(page: Page, coloursOnly = false): Promise<string[]> {
	// The pages have no frames: axe judges them where they are, instead of in a blank page that is sent all it saw.
	const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
	if (coloursOnly) axe.withRules(["color-contrast", "link-in-text-block"]);
	const found = await axe.analyze();
	return found.violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** Screenshots of docs/screens, in both themes, when TIEOUT_REPORTS=1 asks for them. */
export async function keepScreen(page: Page, name: string): Promise<void> {
	if (process.env["TIEOUT_REPORTS"] !== "1") return;
	for (const scheme of ["light", "dark"] as const) {
		await paint(page, scheme);
		await page.screenshot({ path: `docs/screens/${name}${scheme === "dark" ? "-dark" : ""}.png` });
	}
	await paint(page, "light");
}

/** The page follows the system's theme in an event, and its colours hang on an attribute. */
async function paint(page: Page, scheme: Scheme): Promise<void> {
	await page.emulateMedia({ colorScheme: scheme });
	await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
}

async function scrollsSideways(page: Page): Promise<boolean> {
	const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
	await resize(page, phone);
	// Parts that ask for the width take their other form a moment after the style sheet did.
	const settled = await expect
		.poll(fits)
		.toBe(true)
		.then(
			() => true,
			() => false,
		);
	await resize(page, desk);
	await atRest(page);
	return !settled;
}

/** Once the page has been drawn in that size. */
async function resize(page: Page, size: typeof phone | typeof desk): Promise<void> {
	await page.setViewportSize(size);
	await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
