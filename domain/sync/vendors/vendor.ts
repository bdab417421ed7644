// What Tieout knows about a vendor without talking to it: its streams and what a person fills in to connect. Data only, so that
// the form, the API's checks and the connector read the same lines.
import type { CanonicalKind } from "../canonical.ts";

export interface VendorField {
	readonly name: string;
	readonly label: string;
	/** `secret` fields are sealed and never shown again; the others are kept in the connection's config. */
	readonly kind: "text" | "number" | "secret" | "secret_text";
	readonly required: boolean;
	readonly help: string;
	/** What a value must look like, anchored. */
	readonly pattern: RegExp | null;
	/** Used where a number is left out. */
	readonly standard: number | null;
}

export interface VendorStream {
	readonly title: string;
	readonly kind: CanonicalKind;
	/** Streams that must have finished in a run before this one starts. */
	readonly after: readonly string[];
	/** The source can be asked for the rows of some days alone. */
	readonly window?: true;
}

/** How a vendor tells of changes by itself. What it says decides only which streams are read back. */
export interface VendorWebhooks {
	/** The header with the signature; "t=<seconds>,v1=<hex HMAC-SHA256 over '<seconds>.<body>'>". */
	readonly signatureHeader: string;
	/** The secret field of the connection that the signature is made with. */
	readonly secretField: string;
	/** Beginnings of event types, with the streams that such an event is about. Other events are taken and nothing is read. */
	readonly streams: Readonly<Record<string, readonly string[]>>;
}

export interface Vendor {
	readonly title: string;
	/** The vendor's own address, offered as the standard base URL; '' where there is none. */
	readonly baseUrl: string;
	readonly fields: readonly VendorField[];
	readonly streams: Readonly<Record<string, VendorStream>>;
	/** Left out: the vendor has none, or they are not taken. */
	readonly webhooks?: VendorWebhooks;
	/** How a stored page is laid out: the member that holds the list of records, or rows of a file. */
	readonly page: { readonly format: "json" | "csv"; readonly list: string };
}
