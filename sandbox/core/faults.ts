// The switches that make the emulated vendors misbehave, on request only. Each says how often, so that a run with faults ends well.

export type FaultVendor = "stripe" | "netsuite";

interface Counted {
	readonly vendor: FaultVendor;
	/** Requests that it still applies to. */
	readonly times: number;
	/** Matching requests that pass before the first is hit. */
	readonly skip: number;
	/** Only requests whose path contains this; "" for all. */
	readonly path: string;
}

/** 429 with Retry-After. */
export type RateLimitFault = Counted & { readonly kind: "rate_limit"; readonly retryAfterSeconds: number };
/** The answer is worked out in full and the connection closed in the middle of its body. */
export type CutFault = Counted & { readonly kind: "cut" };
/** One record's amount is no number, or is not there, until the fault is cleared. */
export interface UnparseableFault {
	readonly kind: "unparseable";
	readonly vendor: FaultVendor;
	/** Stripe: object id. NetSuite: `<transaction>:<line>`. */
	readonly record: string;
	readonly how: "text" | "missing";
}

export type Fault = RateLimitFault | CutFault | UnparseableFault;

export interface FaultDesk {
	readonly add: (fault: Fault) => void;
	readonly clear: () => void;
	readonly active: () => readonly Fault[];
	/** Uses up one turn of the first counted fault that applies to the request. */
	readonly strike: (vendor: FaultVendor, path: string) => RateLimitFault | CutFault | null;
	readonly spoiled: (vendor: FaultVendor) => readonly UnparseableFault[];
}

export function faultDesk(): FaultDesk {
	let faults: Fault[] = [];
	const isCounted = (fault: Fault): fault is RateLimitFault | CutFault => fault.kind !== "unparseable";
	const strike: FaultDesk["strike"] = (vendor, path) => {
		for (const [index, fault] of faults.entries()) {
			if (!isCounted(fault) || fault.vendor !== vendor || !path.includes(fault.path)) continue;
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
	return {
		add: (fault) => {
			faults = [...faults, fault];
		},
		clear: () => {
			faults = [];
		},
		active: () => faults,
		strike,
		spoiled: (vendor) => faults.filter((fault) => fault.kind === "unparseable" && fault.vendor === vendor) as UnparseableFault[],
	};
}
