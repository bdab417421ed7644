// The figure of a proof as the first link of a chain of custody: which amount, of which payout and line, of which run.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { MoneyWire } from "../../../../domain/core/money.ts";
import { trpc } from "../../app/api-client.ts";
import { Amount } from "../../kit/amount.tsx";
import type { CustodyLink } from "../../kit/custody.tsx";
import { Hash } from "../../kit/hash.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { fullMomentText, periodText } from "../../kit/time-text.ts";
import { exceptionWord, lineWord } from "./exception-words.ts";
import { leavesQuery } from "./leaves-query.ts";

const route = getRouteApi("/shell/reconciliation/$runId");

export interface Figure {
	/** null where the custody was not opened from a proof. */
	readonly link: CustodyLink | null;
	/** Its proof is still being read. */
	readonly pending: boolean;
}

interface Found {
	readonly measure: string;
	readonly value: MoneyWire;
}

/** Reads the figure again from the proof, so that the link is checked and not just repeated. `id`: "<canonical id>.<version>". */
export function useFigure(id: string, zone: string): Figure {
	const { runId } = route.useParams();
	const { payout, figure: line } = route.useSearch();
	const run = useQuery(trpc.reconciliations.get.queryOptions({ runId }));
	const proof = useQuery(trpc.reconciliations.proof.queryOptions({ runId, payoutKey: payout ?? "" }, { enabled: payout !== undefined }));
	const leaves = useInfiniteQuery({
		...leavesQuery({ runId, payoutKey: payout ?? "", category: line ?? "" }),
		enabled: payout !== undefined && line !== undefined,
	});
	const inLine = leaves.data?.pages.flatMap((page) => page.leaves) ?? [];
	const leaf = inLine.find((entry) => pointerOf(entry, "a") === id) ?? inLine.find((entry) => pointerOf(entry, "b") === id);
	const { hasNextPage, isFetchingNextPage, fetchNextPage } = leaves;
	const readsOn = line !== undefined && leaf === undefined && hasNextPage && !isFetchingNextPage;
	useEffect(() => {
		if (readsOn) void fetchNextPage();
	}, [readsOn, fetchNextPage]);
	if (payout === undefined) return { link: null, pending: false };
	const waitsForLine = line !== undefined && (leaves.isPending || (leaf === undefined && hasNextPage));
	if (run.data === undefined || proof.isPending || waitsForLine) {
		return { link: null, pending: run.isPending || proof.isPending || waitsForLine };
	}
	// Not a payout with a proof: a list's own rows open their records without a figure.
	if (proof.data === undefined) return { link: null, pending: false };
	const found = figureIn(proof.data, id, line, leaf);
	return {
		pending: false,
		link: {
			id: "figure",
			icon: "equal",
			title: (
				<Link to="/reconciliation/$runId" params={{ runId }} search={(before) => ({ ...before, open: undefined })}>
					Figure of the proof
				</Link>
			),
			...(found === null ? {} : { value: <Amount value={found.value} strong withCurrency /> }),
			text: (
				<>
					{found?.measure ?? "A record"} of payout <IdText>{payout}</IdText>
				</>
			),
			meta: [
				`${periodText(run.data.periodFrom, run.data.periodTo)}, rules ${run.data.rulesVersion}`,
				...(run.data.resultHash === null
					? []
					: [
							<>
								run <Hash value={run.data.resultHash} label="the hash of the run’s result" />
							</>,
						]),
				`as of ${fullMomentText(run.data.asOf, zone)}`,
			],
			broken: found === null ? "The proof no longer names this row in this version" : null,
		},
	};
}

interface Pointers {
	readonly aCanonicalId: string | null;
	readonly aCanonicalVersion: number | null;
	readonly bCanonicalId: string | null;
	readonly bCanonicalVersion: number | null;
}

const pointerOf = (leaf: Pointers, side: "a" | "b"): string | null => {
	const [id, version] = side === "a" ? [leaf.aCanonicalId, leaf.aCanonicalVersion] : [leaf.bCanonicalId, leaf.bCanonicalVersion];
	return id === null ? null : `${id}.${version ?? 1}`;
};

interface LeafAmounts extends Pointers {
	readonly a: MoneyWire | null;
	readonly b: MoneyWire | null;
	readonly difference: MoneyWire;
}

interface RowPointer {
	readonly canonicalId: string;
	readonly canonicalVersion: number;
}

interface ProofFigures {
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly depositRow: RowPointer | null;
	readonly bankRow: RowPointer | null;
	readonly lines: readonly { readonly category: string; readonly a: MoneyWire; readonly b: MoneyWire }[];
	readonly exceptions: readonly {
		readonly type: string;
		readonly a: RowPointer | null;
		readonly b: RowPointer | null;
		readonly difference: MoneyWire;
	}[];
}

const isRow = (row: RowPointer | null, id: string): boolean => row !== null && `${row.canonicalId}.${row.canonicalVersion}` === id;

function figureIn(proof: ProofFigures, id: string, line: string | undefined, leaf: LeafAmounts | undefined): Found | null {
	if (line !== undefined) {
		if (leaf === undefined) return null;
		const value = (pointerOf(leaf, "a") === id ? leaf.a : leaf.b) ?? leaf.difference;
		return { measure: lineWord(line), value };
	}
	const lineOf = (category: string) => proof.lines.find((entry) => entry.category === category);
	const [payout, bank] = [lineOf("payout"), lineOf("bank")];
	if (payout !== undefined && isRow(proof, id)) return { measure: "Amount", value: payout.a };
	if (payout !== undefined && isRow(proof.depositRow, id)) return { measure: "Deposit", value: payout.b };
	if (bank !== undefined && isRow(proof.bankRow, id)) return { measure: "Bank line", value: bank.b };
	const exception = proof.exceptions.find(({ a, b }) => isRow(a, id) || isRow(b, id));
	if (exception === undefined) return null;
	return { measure: `${exceptionWord(exception.type).word}, difference`, value: exception.difference };
}
