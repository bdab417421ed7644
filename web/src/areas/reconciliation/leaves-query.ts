import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, trpc } from "../../app/api-client.ts";

interface ProofLineInput {
	readonly runId: string;
	readonly payoutKey: string;
	readonly category: string;
}

/** The records of a proof's line, twenty at a time; shared by the tree and by the chain of custody that starts in it. */
export const leavesQuery = (input: ProofLineInput) =>
	infiniteQueryOptions({
		queryKey: [...trpc.reconciliations.proofLine.pathKey(), { list: input }],
		queryFn: ({ pageParam, signal }) => api.reconciliations.proofLine.query({ ...input, after: pageParam }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (last) => last.next,
	});
