// __Title__: what a person fills in to connect, and the streams it has. Data only.
import type { Vendor } from "./vendor.ts";

export const __vendor__ = {
	title: "__Title__",
	baseUrl: "https://api.__vendor__.example",
	fields: [
		{
			name: "apiKey",
			label: "API key",
			kind: "secret",
			required: true,
			help: "A key that may read and nothing else.",
			pattern: null,
			standard: null,
		},
		{
			name: "lookbackHours",
			label: "Read again (hours)",
			kind: "number",
			required: false,
			help: "How far before the newest known row each sync reads again, for rows that appear late.",
			pattern: /^\d{1,4}$/,
			standard: 48,
		},
	],
	streams: {
		entries: { title: "Entries", kind: "balance_entry", after: [] },
	},
	page: { format: "json", list: "items" },
} as const satisfies Vendor;
