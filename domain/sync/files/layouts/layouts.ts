// Every layout of a table that is known. The generic one comes last: it fits almost anything and is never as sure.
import type { Layout } from "../layout.ts";
import { genericStatement } from "./generic.ts";
import { hdfc, icici } from "./indian-banks.ts";
import { netSuiteSearch, quickBooksFour, quickBooksThree, xeroAccountTransactions, xeroStatementImport } from "./ledgers.ts";
import { payPalActivity, payPalStatement } from "./paypal.ts";
import { revolutBusiness } from "./revolut.ts";
import { shopifyOrders, shopifyPayouts, shopifyPayoutTransactions } from "./shopify.ts";
import { stripePayments, stripePayouts, stripeTransactions } from "./stripe-lists.ts";
import { stripeBalanceChange, stripePayoutReconciliation, stripePayoutsReport } from "./stripe-reports.ts";
import { barclays, hsbcBusiness, hsbcPersonal } from "./uk-banks.ts";
import { chaseCard, chaseChecking, mercury } from "./us-banks.ts";
import { wiseStatement, wiseTransfers } from "./wise.ts";

export const layouts: readonly Layout[] = [
	stripePayoutReconciliation,
	stripeBalanceChange,
	stripePayoutsReport,
	stripeTransactions,
	stripePayments,
	stripePayouts,
	shopifyPayoutTransactions,
	shopifyPayouts,
	shopifyOrders,
	payPalActivity,
	payPalStatement,
	netSuiteSearch,
	xeroAccountTransactions,
	xeroStatementImport,
	quickBooksFour,
	quickBooksThree,
	chaseChecking,
	chaseCard,
	mercury,
	hsbcBusiness,
	hsbcPersonal,
	barclays,
	wiseStatement,
	wiseTransfers,
	revolutBusiness,
	hdfc,
	icici,
	genericStatement,
];

/** Null when no layout has this id: settings of another release. */
export const layoutOf = (id: string): Layout | null => layouts.find((layout) => layout.id === id) ?? null;
