// NetSuite: OAuth 2.0 client credentials with a certificate; the role needs SuiteAnalytics Workbook, REST Web Services,
// Transactions and Deleted Records.
import type { Vendor } from "./vendor.ts";

export const netsuite = {
	title: "NetSuite",
	baseUrl: "",
	fields: [
		{
			name: "account",
			label: "Account ID",
			kind: "text",
			required: true,
			help: "As in the address: 1234567 or 1234567_SB1.",
			pattern: /^[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)?$/,
			standard: null,
		},
		{ name: "accountId", label: "Account ID of the credentials", kind: "secret", required: false, help: "", pattern: null, standard: null },
		{
			name: "clientId",
			label: "Client ID",
			kind: "secret",
			required: true,
			help: "Of the integration record with client credentials switched on.",
			pattern: null,
			standard: null,
		},
		{
			name: "certificateId",
			label: "Certificate ID",
			kind: "secret",
			required: true,
			help: "Shown beside the uploaded certificate in the client credentials setup.",
			pattern: null,
			standard: null,
		},
		{
			name: "privateKeyPem",
			label: "Private key",
			kind: "secret_text",
			required: true,
			help: "PKCS #8 PEM of the certificate's key (RSA, 3072 bits or more).",
			pattern: /^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----\s*$/,
			standard: null,
		},
		{
			name: "lookbackHours",
			label: "Read again (hours)",
			kind: "number",
			required: false,
			help: "How far before the newest known change each sync reads again: imports may write earlier modification times.",
			pattern: /^\d{1,4}$/,
			standard: 24,
		},
	],
	streams: {
		ledger_lines: { title: "Ledger lines", kind: "ledger_line", after: [], window: true },
		deleted_records: { title: "Deleted records", kind: "ledger_line", after: ["ledger_lines"] },
	},
	page: { format: "json", list: "items" },
} as const satisfies Vendor;
