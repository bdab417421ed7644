// One booked entry (Ntry) of a camt.053, versions 02 to 08 and beyond. The entry is what moved on the account; details hang on it and
// never replace its amount, because they may be in another currency, missing, or repeat the total of their batch.
import { isLedgerDate, type LedgerDate } from "../../../core/dates.ts";
import { refuse } from "../../record-reader.ts";
import { type BankMovement, bankDecimal, knownCurrency } from "../bank/bank-record.ts";
import type { RecordContext } from "../format.ts";
import { child, children, textAt, type XmlNode, xmlTree } from "./xml.ts";

/** The date of a Dt, or the day of a DtTm as the bank writes it; null when there is none. */
export function dateOf(node: XmlNode | undefined): LedgerDate | null {
	const text = (textAt(node, "Dt") || textAt(node, "DtTm")).slice(0, 10);
	return isLedgerDate(text) ? text : null;
}

/** The sign comes from CdtDbtInd alone. A reversal (RvslInd) already states the direction it moved in. */
export function signed(node: XmlNode | undefined, currency: string, on: string): bigint {
	const direction = textAt(node, "CdtDbtInd");
	const minor = bankDecimal(textAt(node, "Amt"), currency, on);
	if (direction === "CRDT") return minor;
	return direction === "DBIT" ? -minor : refuse("DIRECTION_MISSING", `The entry says "${direction}" where CRDT or DBIT belongs.`);
}

/** .02 writes the status as text, .08 as a code below it. */
export const statusOf = (entry: XmlNode): string => textAt(entry, "Sts", "Cd") || textAt(entry, "Sts");

const given = (text: string): string => (/^(?:NOTPROVIDED|NONREF|NOT PROVIDED)$/i.test(text) ? "" : text);

const unique = (texts: readonly string[]): readonly string[] => [
	...new Set(texts.map((text) => text.trim()).filter((text) => text !== "")),
];

const mostNamed = 3;

/** Who paid or was paid: the side that isn't the account's owner; .08 puts a Pty between. */
function counterparty(details: XmlNode, direction: string): string {
	const parties = child(details, "RltdPties");
	const side = direction === "CRDT" ? "Dbtr" : "Cdtr";
	return textAt(parties, side, "Pty", "Nm") || textAt(parties, side, "Nm");
}

function remittance(details: XmlNode): readonly string[] {
	const info = child(details, "RmtInf");
	const structured = children(info, "Strd").map((each) => textAt(each, "CdtrRefInf", "Ref"));
	return [...children(info, "Ustrd").map(({ text }) => text), ...structured];
}

function describe(entry: XmlNode, details: readonly XmlNode[], direction: string): string {
	const named = details.slice(0, mostNamed);
	const parts = unique([
		...named.map((each) => counterparty(each, direction)),
		...named.flatMap(remittance),
		...named.map((each) => textAt(each, "AddtlTxInf")),
		textAt(entry, "AddtlNtryInf"),
		...named.map((each) => textAt(each, "RtrInf", "AddtlInf") || textAt(each, "RtrInf", "Rsn", "Cd")),
	]);
	const batch = Number(textAt(child(child(entry, "NtryDtls"), "Btch"), "NbOfTxs")) || details.length;
	return [...(batch > 1 ? [`Batch of ${batch}`] : []), ...parts].join(" · ");
}

/** @throws Unreadable, or TieoutError when the text is no XML */
export function readEntry(text: string, context: RecordContext): BankMovement {
	const entry = xmlTree(text);
	const amount = child(entry, "Amt");
	const currency = knownCurrency(amount?.attributes["Ccy"] ?? "");
	if (context.currency !== "" && context.currency !== currency)
		refuse("ENTRY_CURRENCY", `The entry is in ${currency}, its account in ${context.currency}.`);
	const date = dateOf(child(entry, "BookgDt")) ?? dateOf(child(entry, "ValDt")) ?? refuse("DATE_MISSING", "The entry has no booking date.");
	const groups = children(entry, "NtryDtls");
	const details = groups.flatMap((each) => children(each, "TxDtls"));
	const batchId = textAt(child(groups[0], "Btch"), "PmtInfId");
	const only = details.length === 1 ? child(details[0], "Refs") : undefined;
	const ownReference = given(textAt(only, "EndToEndId")) || given(textAt(only, "InstrId")) || given(textAt(only, "ChqNb"));
	const bankReference = given(textAt(entry, "AcctSvcrRef")) || given(textAt(only, "AcctSvcrRef")) || given(textAt(entry, "NtryRef"));
	return {
		account: context.account ?? "",
		currency,
		date,
		minor: signed(entry, currency, date),
		reference: ownReference || batchId || bankReference,
		bankReference,
		description: describe(entry, details, textAt(entry, "CdtDbtInd")),
	};
}
