// Names of the reconciliation area's procedures.
import { router } from "../trpc.ts";
import { listExceptions } from "./exceptions.ts";
import { getReconciliation } from "./get.ts";
import { listReconciliations } from "./list.ts";
import { listMatches } from "./matches.ts";
import { listPayouts } from "./payouts.ts";
import { getProof } from "./proof.ts";
import { getProofLine } from "./proof-line.ts";
import { startReconciliation } from "./start.ts";

export const reconciliationsRouter = router({
	list: listReconciliations,
	start: startReconciliation,
	get: getReconciliation,
	payouts: listPayouts,
	proof: getProof,
	proofLine: getProofLine,
	exceptions: listExceptions,
	matches: listMatches,
});
