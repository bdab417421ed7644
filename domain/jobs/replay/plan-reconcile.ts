// The plan of a reconciliation's replay: the same frozen inputs, whose result must hash the same under the same rules, or frozen anew.
import type { ReplayFacts } from "./facts.ts";
import type { PlanAsk, PlanWrite } from "./plan.ts";
import { counted } from "./words.ts";

export function planReconcile(facts: ReplayFacts, { mode, options }: PlanAsk) {
	const { reconcile, versions } = facts;
	const anew = mode === "refetch";
	const run = reconcile?.run ?? null;
	const rules = options.rules === "original" ? (run?.rulesVersion ?? "of that run") : (reconcile?.rulesVersionNow ?? "of today");
	const matches = reconcile?.matches ?? 0;
	const exceptions = reconcile?.exceptions ?? 0;
	const written: PlanWrite[] = [
		{
			what: "A new reconciliation",
			count: 1,
			about: false,
			guard: "guarded",
			how: "One run per job: tried again, it finds its result written or writes the same.",
		},
		{
			what: "The earlier reconciliation",
			count: matches + exceptions,
			about: false,
			guard: "locked",
			how: "Locked: its matches and exceptions stay as they were.",
		},
		{
			what: "Source records and canonical rows",
			count: 0,
			about: false,
			guard: "locked",
			how: "Locked: a reconciliation only reads them.",
		},
	];
	return {
		choices: { streams: [], window: null, rules: run !== null },
		read: [
			{
				what: anew
					? `All rows of ${reconcile?.entityName ?? "the company"} as they are now`
					: "The rows that were frozen, page number by page number",
				detail: anew
					? `${counted(reconcile?.newPages ?? 0, "page has", "pages have")} been added since.`
					: `As of ${run?.asOf.slice(0, 16).replace("T", " ") ?? ""} UTC, ${counted(run?.streams ?? 0, "stream", "streams")}. Under the same rules and engine the result hash must be the same.`,
				count: null,
				about: false,
			},
		],
		notRead: [{ what: "Stripe, NetSuite, the bank: no request is made", count: null }],
		written,
		disturbs:
			matches + exceptions === 0
				? []
				: [
						{
							what: `Reconciliation ${reconcile?.month ?? ""}`,
							count: matches,
							sentence: `${counted(matches, "match", "matches")} and ${counted(exceptions, "exception", "exceptions")} are computed again beside the earlier run.`,
						},
					],
		cost: {
			requests: [],
			version: `rules ${rules}${versions.present === null ? "" : `, build ${versions.present}`}`,
			versionBefore:
				run === null ? versions.original : `rules ${run.rulesVersion}${versions.original === null ? "" : `, build ${versions.original}`}`,
			after: [],
		},
		action: anew ? "Reconcile anew" : "Reconcile again",
	};
}
