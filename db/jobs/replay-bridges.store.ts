// The open difference of every reconciled month before and after a replay, with each change between: sums that tie.
import { bridge, type BridgeWire, bridgeWire, type RunPair } from "../../domain/jobs/replay/outcome.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { explainedDifferences, type ExplainedSide } from "./replay-runs-diff.store.ts";

const none = { totalMinor: 0n, explained: [] };

export async function bridgesOf(
	em: ScopedEm,
	{ tenantId, runs }: { readonly tenantId: string; readonly runs: readonly RunPair[] },
): Promise<BridgeWire[]> {
	const wires: BridgeWire[] = [];
	for (const { month, before, after } of runs) {
		if (after === null) continue;
		const was = before === null ? [] : await explainedDifferences(em, { tenantId, runId: before });
		const is = await explainedDifferences(em, { tenantId, runId: after });
		for (const { side, currency } of namesOf([...was, ...is])) {
			const of = (sides: readonly ExplainedSide[]) => sides.find((each) => each.side === side && each.currency === currency) ?? none;
			wires.push(bridgeWire(month, bridge({ side, currency }, of(was), of(is))));
		}
	}
	return wires;
}

function namesOf(sides: readonly ExplainedSide[]): Pick<ExplainedSide, "side" | "currency">[] {
	return [...new Map(sides.map(({ side, currency }) => [`${side} ${currency}`, { side, currency }])).values()];
}
