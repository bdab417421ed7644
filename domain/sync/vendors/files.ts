// Uploaded bank statements: no vendor to ask, so nothing to fill in.
import type { Vendor } from "./vendor.ts";

export const files = {
	title: "Bank statements",
	baseUrl: "",
	fields: [],
	streams: {
		bank_lines: { title: "Bank lines", kind: "bank_line", after: [] },
	},
	page: { format: "csv", list: "" },
} as const satisfies Vendor;
