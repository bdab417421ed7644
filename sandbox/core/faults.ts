// The switches that make the emulated vendors misbehave, on request only. Each says how often, so that a run with faults ends well,
// or holds until it is cleared.

export type FaultVendor = "stripe" | "netsuite";

export interface Counted {
	readonly vendor: FaultVendor;
	/** Requests that it still applies to. */
	readonly times: number;
	/** Matching requests that pass before the first is hit. */
	readonly skip: number;
	/** Only requests whose path contains this; "" for all. */
	readonly path: string;
}

/** What is done to single requests. */
export type CountedFault = Counted &
	(
		| { readonly kind: "rate_limit"; readonly retryAfterSeconds: number }
		/** No answer for so long, then the connection ends. */
		| { readonly kind: "timeout"; readonly seconds: number }
		| { readonly kind: "server_error"; readonly status: 500 | 502 | 503 }
		/** The body comes in pieces over so many seconds. */
		| { readonly kind: "slow_body"; readonly seconds: number }
		/** The answer is worked out in full and the connection closed in the middle of its body. */
		| { readonly kind: "cut" }
		/** 200 and no page: a maintenance page in HTML, JSON that ends in the middle, JSON of another shape. */
		| { readonly kind: "malformed_page"; readonly how: "html" | "truncated" | "wrong_shape" }
		/** The page before this one once more; only requests that follow a page of the same list. */
		| { readonly kind: "duplicate_page" }
		/** The page's rows the other way round. */
		| { readonly kind: "reordered_page" }
	);

/** What of a record can't be read: its amount's text, its decimals, a float's tail, more than 2^53, its currency, its date. */
export const unreadableWays = {
	stripe: ["text", "missing", "decimals", "float", "big", "currency", "future"],
	netsuite: ["text", "missing", "decimals", "float", "big"],
} as const;

export type UnreadableWay = (typeof unreadableWays)["stripe"][number];

/** One record that can't be read exactly. */
export interface UnparseableFault {
	readonly kind: "unparseable";
	readonly vendor: FaultVendor;
	/** Stripe: object id. NetSuite: `<transaction>:<line>`. */
	readonly record: string;
	readonly how: UnreadableWay;
}

/** The vendor's records have another shape than yesterday. */
export interface SchemaFault {
	readonly kind: "schema_change";
	readonly vendor: FaultVendor;
	readonly change: "added" | "renamed" | "type_changed";
	/** Stripe: the list's name. NetSuite: the table's name. */
	readonly stream: string;
	readonly field: string;
	/** The new name of a renamed field; the value of an added one. */
	readonly to: string;
}

export type LastingFault =
	| UnparseableFault
	| SchemaFault
	/** The key or the certificate is no longer accepted. */
	| { readonly kind: "revoked_token"; readonly vendor: FaultVendor }
	/** The vendor's clock is so many seconds ahead (or behind, when negative). */
	| { readonly kind: "clock_skew"; readonly vendor: FaultVendor; readonly seconds: number };

export type Fault = CountedFault | LastingFault;

export type ActiveFault = Fault & { readonly id: number };

const lasting: ReadonlySet<Fault["kind"]> = new Set(["unparseable", "schema_change", "revoked_token", "clock_skew"]);

export const isLasting = (fault: Fault): fault is LastingFault => lasting.has(fault.kind);

export interface FaultDesk {
	readonly add: (fault: Fault) => number;
	/** Ends one fault, or all of them. @returns false for an id that is not there */
	readonly clear: (id?: number) => boolean;
	readonly active: () => readonly ActiveFault[];
	/**
	 * Uses up one turn of the first counted fault that applies to the request.
	 * @param fits whether the answer is one that a fault of this kind can be done to
	 */
	readonly strike: (vendor: FaultVendor, path: string, fits: (kind: CountedFault["kind"]) => boolean) => CountedFault | null;
	readonly lasting: <K extends LastingFault["kind"]>(kind: K, vendor: FaultVendor) => readonly Extract<LastingFault, { kind: K }>[];
	/** Seconds that the vendor's clock is ahead. */
	readonly skewSeconds: (vendor: FaultVendor) => number;
}

export function faultDesk(): FaultDesk {
	let faults: ActiveFault[] = [];
	let count = 0;
	const strike: FaultDesk["strike"] = (vendor, path, fits) => {
		for (const [index, fault] of faults.entries()) {
			if (isLasting(fault) || fault.vendor !== vendor || !path.includes(fault.path) || !fits(fault.kind)) continue;
			if (fault.skip > 0) {
				faults[index] = { ...fault, skip: fault.skip - 1 };
				continue;
			}
			if (fault.times > 1) faults[index] = { ...fault, times: fault.times - 1 };
			else faults = faults.filter((other) => other !== fault);
			return fault;
		}
		return null;
	};
	const lastingOf: FaultDesk["lasting"] = (kind, vendor) =>
		faults.filter((fault): fault is Extract<ActiveFault, { kind: typeof kind }> => fault.kind === kind && fault.vendor === vendor);
	return {
		add: (fault) => {
			const id = ++count;
			faults = [...faults, { ...fault, id }];
			return id;
		},
		clear: (id) => {
			const before = faults.length;
			faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
			return id === undefined || faults.length < before;
		},
		active: () => faults,
		strike,
		lasting: lastingOf,
		skewSeconds: (vendor) => lastingOf("clock_skew", vendor).reduce((sum, { seconds }) => sum + seconds, 0),
	};
}
