// Which faults happen, in which order, to whom and when: a pure function of seed and count, so that a run can be had again.
import { type Random, randomOf, shuffled } from "../../sandbox/core/random.ts";

export const faultKinds = [
	"worker killed",
	"API killed",
	"database killed",
	"worker frozen beyond its heartbeat",
	"Temporal restarted",
	"network cut",
	"disk full",
	"rate limit, seconds",
	"rate limit, hours",
	"timeout",
	"server error",
	"slow body",
	"cut connection",
	"malformed page",
	"duplicate page",
	"reordered page",
	"late record",
	"edited record",
	"deleted record",
	"mass deletion",
	"changed schema",
	"revoked credentials",
	"ended access tokens",
	"clock skew",
	"unreadable record",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface PlannedFault {
	readonly number: number;
	readonly kind: FaultKind;
	readonly vendor: "stripe" | "netsuite";
	readonly company: "larkfield" | "harbour";
	/** After the start of the job; earlier, where the job is over by then. */
	readonly momentMs: number;
	/** How long what was broken stays so. */
	readonly durationMs: number;
	/** Requests that pass before a fault of the vendor's. */
	readonly skip: number;
	readonly times: number;
	/** Chooses among the ways in which the kind may happen. */
	readonly variant: number;
}

// What a tenth of a second decides happens twice as often as what happens to a whole request.
const processes: readonly FaultKind[] = ["worker killed", "API killed", "database killed", "Temporal restarted", "network cut"];

/** Short enough for the suite: one of each kind that differs in what it breaks. */
const few: readonly FaultKind[] = [
	"worker killed",
	"API killed",
	"database killed",
	"worker frozen beyond its heartbeat",
	"Temporal restarted",
	"network cut",
	"disk full",
	"rate limit, seconds",
	"server error",
	"cut connection",
	"malformed page",
	"duplicate page",
	"late record",
	"deleted record",
	"ended access tokens",
];

const onlyNetsuite: readonly FaultKind[] = ["deleted record", "mass deletion", "ended access tokens"];

function plannedFault(seed: string, number: number, kind: FaultKind): PlannedFault {
	const random: Random = randomOf(seed, `fault ${number}`);
	const vendor = random.pick(["stripe", "netsuite"] as const);
	const company = random.pick(["larkfield", "harbour"] as const);
	return {
		number,
		kind,
		vendor: onlyNetsuite.includes(kind) ? "netsuite" : vendor,
		// The smaller company has one page of ledger lines.
		company: kind === "duplicate page" ? "larkfield" : company,
		// A small company has sent its last page after a second.
		momentMs: kind === "disk full" ? random.int(0, 200) : random.int(0, 1_800),
		durationMs: random.int(200, 2_500),
		skip: random.int(0, 3),
		times: random.int(1, 2),
		variant: random.int(0, 5),
	};
}

/** `count` faults; up to fifteen of them are those of the suite. */
export function faultPlan(seed: string, count: number): PlannedFault[] {
	if (count <= few.length) return few.slice(0, count).map((kind, index) => plannedFault(seed, index + 1, kind));
	const plan: PlannedFault[] = [];
	for (let deck = 0; plan.length < count; deck++)
		for (const kind of shuffled([...faultKinds, ...processes], randomOf(seed, `deck ${deck}`)))
			if (plan.length < count) plan.push(plannedFault(seed, plan.length + 1, kind));
	return plan;
}
