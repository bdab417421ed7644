// The report of a run as Markdown: commit, date, seed, and per kind how many were survived.
import { faultKinds } from "./fault-plan.ts";
import type { Played } from "./play-fault.ts";
import type { FaultRun } from "./run-faults.ts";

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Each code with the number of jobs that met it. */
function said(played: readonly Played[]): string {
	const counts = new Map<string, number>();
	for (const code of played.flatMap(({ codes }) => codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([code, times]) => `${code} ${times}`)
		.join(", ");
}

export function faultsReport(run: FaultRun, { commit, date }: { readonly commit: string; readonly date: string }): string {
	const survived = run.played.filter(({ problems }) => problems.length === 0).length;
	const rows = faultKinds.flatMap((kind) => {
		const of = run.played.filter(({ fault }) => fault.kind === kind);
		if (of.length === 0) return [];
		const ok = of.filter(({ problems }) => problems.length === 0).length;
		return [`| ${kind} | ${of.length} | ${ok} | ${median(of.map(({ seconds }) => seconds)).toFixed(1)} s | ${said(of)} |`];
	});
	const failed = run.played.filter(({ problems }) => problems.length > 0);
	return [
		"# Faults survived",
		"",
		`${survived} of ${run.played.length} faults survived; ${run.leftOpen.length} job rows left open. Commit ${commit}, ${date}, seed \`${run.seed}\`, ${run.orders} orders, ${Math.round(run.seconds / 60)} minutes. Again: \`npm run faults -- --count ${run.played.length} --seed ${run.seed}\`.`,
		"",
		"A whole Tieout in a throwaway home, two companies, both vendors in the sandbox. Each fault meets a running sync at a drawn moment; afterwards what Tieout keeps is compared with what the vendor has. Survived means: no row lost, none doubled, every figure equal, no gap in the page ledger, every control total of the last job ties, and a job that did not end green said why.",
		"",
		"| fault | times | survived | median time | what tries said on the way |",
		"|---|---|---|---|---|",
		...rows,
		"",
		...(failed.length === 0
			? []
			: [
					"## Not survived",
					"",
					...failed.map(
						({ fault, problems }) => `- ${fault.number}, ${fault.kind}, ${fault.vendor} of ${fault.company}: ${problems.join("; ")}`,
					),
					"",
				]),
		...(run.leftOpen.length === 0 ? [] : ["## Rows left open", "", ...run.leftOpen.map((name) => `- ${name}`), ""]),
	].join("\n");
}
