// An answer of an emulated vendor before it goes on the wire, and the question as the emulators see it.

export interface VendorRequest {
	readonly method: string;
	/** Path below the vendor's own root, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface VendorReply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export const jsonReply = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): VendorReply => ({
	status,
	headers: { "content-type": "application/json", ...headers },
	body: JSON.stringify(value, null, 2),
});

/** How a reply goes on the wire: as it is, cut in the middle of its body, in pieces, or not at all until the connection ends. */
export type Delivery =
	| { readonly kind: "whole" }
	| { readonly kind: "cut" }
	| { readonly kind: "slow"; readonly seconds: number }
	| { readonly kind: "never"; readonly seconds: number };
