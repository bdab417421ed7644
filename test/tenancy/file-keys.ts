// Keys as the layouts of files really make them: those of the golden files, and those of files that say what a test wants.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CanonicalKind, canonicalKinds } from "../../domain/sync/canonical.ts";
import { bankLineStem } from "../../domain/sync/statement/bank-line-key.ts";
import type { MaskableField } from "../../domain/tenancy/policies/masking.ts";
import { encode } from "../files/read-file.ts";
import { goldenBytes, goldenFolder, settledFile, sourceOf } from "../files/table-fixture.ts";

interface FileKey {
	readonly kind: CanonicalKind;
	readonly naturalKey: string;
	/** What the row says in its columns; only what isn't ''. */
	readonly says: Readonly<Partial<Record<MaskableField, string>>>;
}

const names: Readonly<Record<string, MaskableField>> = { ref: "reference", doc: "document", account: "account", text: "description" };

/** Every row that the golden files give (test/files/layouts.unit.test.ts). */
export const goldenKeys: readonly FileKey[] = readdirSync(goldenFolder)
	.filter((name) => name.endsWith(".expected.txt"))
	.flatMap((name) => readFileSync(join(goldenFolder, name), "utf8").split("\n"))
	.flatMap((line): FileKey[] => {
		const kind = canonicalKinds.find((each) => line.startsWith(`${each} `));
		const [, naturalKey = "", facts = ""] = /\[(.*?)\] ?(.*)$/.exec(line) ?? [];
		if (kind === undefined || naturalKey === "") return [];
		const says = facts.split(" | ").flatMap((fact) => {
			const field = names[fact.slice(0, fact.indexOf("="))];
			return field === undefined ? [] : [[field, fact.slice(fact.indexOf("=") + 1)] as const];
		});
		return [{ kind, naturalKey, says: Object.fromEntries(says) }];
	});

/** The first key of a golden file in which some texts are others. */
async function keyIn(file: string, instead: Readonly<Record<string, string>>): Promise<string> {
	const golden = new TextDecoder().decode(goldenBytes(file));
	const bytes = encode(Object.entries(instead).reduce((text, [from, to]) => text.replaceAll(from, to), golden));
	const { format, settled } = await settledFile(sourceOf(file, bytes), bytes);
	const settings = settled.settings.currency === "" ? { ...settled.settings, currency: "GBP" } : settled.settings;
	for await (const item of format.open(sourceOf(file, bytes), settings)) if (item.what === "record") return item.naturalKey;
	throw new Error(`${file} gives no record.`);
}

type Says = (place: `${CanonicalKind}.${MaskableField}`) => string;

/** A key a kind that is named by what it says, each made by its layout of these texts. */
export async function keysThatSay(says: Says): Promise<Readonly<Partial<Record<CanonicalKind, string>>>> {
	const line = {
		account: says("bank_line.account"),
		date: "2026-10-03",
		minor: -300n,
		reference: says("bank_line.reference"),
		description: says("bank_line.description"),
	};
	return {
		bank_line: `${bankLineStem(line)}:1`,
		ledger_line: await keyIn("xero-account-transactions.csv", {
			"Business Bank Account": says("ledger_line.account"),
			po_1: says("ledger_line.reference"),
		}),
		payout_item: await keyIn("shopify-payout-transactions.csv", { "#1001": says("payout_item.document") }),
		order: await keyIn("shopify-orders.csv", { "#1001": says("order.document") }),
	};
}
