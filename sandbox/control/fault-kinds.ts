// Every kind of fault as the faults page offers it: what the sandbox does, and in a sentence what Tieout is expected to do.
import type { DataFault } from "../company/strike-data.ts";
import { type Fault, type FaultVendor, unreadableWays } from "../core/faults.ts";

export type FaultKindName = Fault["kind"] | DataFault["kind"];

export interface FaultField {
	readonly name: string;
	readonly label: string;
	/** What it may be; a whole number or a text without choices. */
	readonly choices?: Readonly<Partial<Record<FaultVendor, readonly string[]>>>;
	readonly standard: Readonly<Record<FaultVendor, string | number>>;
	readonly unit?: string;
}

export interface FaultKind {
	readonly title: string;
	readonly vendors: readonly FaultVendor[];
	/** `turns`: so many requests. `until cleared`: every request. `at once`: the company's data, for good. */
	readonly lasts: "turns" | "until cleared" | "at once";
	readonly does: string;
	readonly expected: string;
	readonly fields: readonly FaultField[];
}

const both: readonly FaultVendor[] = ["stripe", "netsuite"];
const same = (value: string | number): FaultField["standard"] => ({ stripe: value, netsuite: value });
const forBoth = (choices: readonly string[]): NonNullable<FaultField["choices"]> => ({ stripe: choices, netsuite: choices });
const whole = (name: string, label: string, standard: number, unit: string): FaultField => ({
	name,
	label,
	standard: same(standard),
	unit,
});

export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = {
	rate_limit: {
		title: "Rate limit",
		vendors: both,
		lasts: "turns",
		does: "Answers 429 with Retry-After.",
		expected: "Waits as long as Retry-After says, seconds or hours, shows until when, and then goes on from the same page by itself.",
		fields: [whole("retryAfterSeconds", "Retry after", 30, "seconds"), whole("retryAfterHours", "and", 0, "hours")],
	},
	timeout: {
		title: "Timeout",
		vendors: both,
		lasts: "turns",
		does: "Sends nothing for so long, then ends the connection.",
		expected: "Gives the request up by its own time limit, says that the vendor did not answer, and asks for the same page again.",
		fields: [whole("seconds", "No answer for", 90, "seconds")],
	},
	server_error: {
		title: "Server error",
		vendors: both,
		lasts: "turns",
		does: "Answers 500, 502 or 503 in the vendor's words.",
		expected: "Keeps the refusal as a page, tries again with growing pauses, and goes on where it was; the job says whose fault it is.",
		fields: [{ name: "status", label: "Status", standard: same(500), choices: forBoth(["500", "502", "503"]) }],
	},
	slow_body: {
		title: "Slow body",
		vendors: both,
		lasts: "turns",
		does: "Sends the head at once and the body in twenty pieces over so many seconds.",
		expected: "Reads it to the end while it stays within the time limit; beyond it, gives up and asks for the same page again.",
		fields: [whole("seconds", "Body takes", 20, "seconds")],
	},
	cut: {
		title: "Cut connection",
		vendors: both,
		lasts: "turns",
		does: "Ends the connection in the middle of the body.",
		expected: "Keeps nothing of the half page and asks for it again; no row is lost and none is there twice.",
		fields: [],
	},
	malformed_page: {
		title: "Malformed page",
		vendors: both,
		lasts: "turns",
		does: "Answers 200 with a maintenance page in HTML, with JSON that ends in the middle, or with JSON of another shape.",
		expected: "Keeps the answer, says that it is no readable page, leaves the cursor where it is and asks again.",
		fields: [{ name: "how", label: "How", standard: same("html"), choices: forBoth(["html", "truncated", "wrong_shape"]) }],
	},
	duplicate_page: {
		title: "Duplicate page",
		vendors: both,
		lasts: "turns",
		does: "Answers with the page before, instead of the one that was asked for.",
		expected: "Notices that the page repeats, does not move the cursor and asks again, so that it neither loops nor skips rows.",
		fields: [],
	},
	reordered_page: {
		title: "Reordered page",
		vendors: both,
		lasts: "turns",
		does: "Sends the page's rows the other way round.",
		expected: "Refuses a page that breaks the order its cursor relies on, and asks for it again.",
		fields: [],
	},
	late_record: {
		title: "Late record",
		vendors: both,
		lasts: "at once",
		does: "Stripe: publishes a charge made some hours ago. NetSuite: enters a journal with a modification time some hours back.",
		expected:
			"Finds it with the next sync while it lies within the hours that are read again; beyond them the totals differ, and a rewind fetches it.",
		fields: [whole("hours", "Behind the cursor by", 6, "hours")],
	},
	edited_record: {
		title: "Edited old record",
		vendors: both,
		lasts: "at once",
		does: "Stripe: a paid payout turns to failed, or an old row gets another text. NetSuite: an old deposit's line gets another amount, or its memo another text.",
		expected:
			"Writes a new version of the row and keeps the old one; a reconciliation that read the old one says so, and a new run finds the break.",
		fields: [
			{
				name: "how",
				label: "What",
				standard: { stripe: "payout_failed", netsuite: "amount" },
				choices: { stripe: ["payout_failed", "description"], netsuite: ["amount", "memo"] },
			},
		],
	},
	deleted_record: {
		title: "Deleted record",
		vendors: ["netsuite"],
		lasts: "at once",
		does: "Deletes whole deposits, which the table deletedrecord tells, or one line of a deposit, which nothing tells. Stripe deletes nothing that moved the balance.",
		expected:
			"Closes the rows without a successor and says which; when it would be more than a set share of the stream, nothing is closed until a person decides on the job's page.",
		fields: [
			{ name: "how", label: "What", standard: same("transaction"), choices: { netsuite: ["transaction", "line"] } },
			whole("count", "How many", 1, "deposits"),
		],
	},
	schema_change: {
		title: "Changed schema",
		vendors: both,
		lasts: "until cleared",
		does: "Adds a field, gives one another name, or sends one with another type.",
		expected:
			"Lists the change for a person to accept or ignore; rows that can no longer be read exactly go to quarantine with their reason, and no figure is guessed.",
		fields: [
			{ name: "change", label: "Change", standard: same("added"), choices: forBoth(["added", "renamed", "type_changed"]) },
			{
				name: "stream",
				label: "Where",
				standard: { stripe: "balance_transactions", netsuite: "transactionline" },
				choices: { stripe: ["balance_transactions", "payouts"], netsuite: ["transactionline", "transaction"] },
			},
			{ name: "field", label: "Field (empty: one that fits)", standard: same("") },
			{ name: "to", label: "New name or value", standard: same("") },
		],
	},
	revoked_token: {
		title: "Revoked token",
		vendors: both,
		lasts: "until cleared",
		does: "Refuses the key or the certificate. NetSuite, how = token: ends the access tokens that were issued, and new ones can be had.",
		expected:
			"Stops without further tries, says since when access is revoked and how to connect again, and goes on from the same cursor afterwards. A token that ended alone is replaced without a word.",
		fields: [
			{
				name: "how",
				label: "What",
				standard: same("credentials"),
				choices: { stripe: ["credentials"], netsuite: ["credentials", "token"] },
			},
		],
	},
	clock_skew: {
		title: "Clock skew",
		vendors: both,
		lasts: "until cleared",
		does: "The vendor's clock, as its Date header shows it, is ahead (or behind, when negative). NetSuite also judges signed assertions by it.",
		expected:
			"Goes by the vendor's own time for windows and signatures, warns when the clocks are minutes apart, and loses no row at the edge.",
		fields: [whole("seconds", "Ahead by", 600, "seconds")],
	},
	unparseable: {
		title: "Unreadable record",
		vendors: both,
		lasts: "until cleared",
		does: "One record's amount is no number, is missing, has three decimals, a float's tail or more than 2^53; or its currency is unknown, or it is dated in a hundred years. The vendor's own sums stay right.",
		expected: "Puts the record into quarantine with its reason, keeps every other row, and lets the totals say what is missing.",
		fields: [
			{ name: "how", label: "How", standard: same("text"), choices: unreadableWays },
			{ name: "record", label: "Record (empty: one in the middle)", standard: same("") },
		],
	},
};
