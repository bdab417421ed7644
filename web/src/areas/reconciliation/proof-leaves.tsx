// The records under one line of a proof: what breaks first, then what is matched, twenty at a time.
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Amount, countText } from "../../kit/amount.tsx";
import { Bone } from "../../kit/states.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import { exceptionWord } from "./exception-words.ts";
import classes from "./proof.module.css";

type Leaf = RouterOutputs["reconciliations"]["proofLine"]["leaves"][number];

interface ProofLeavesProps {
	readonly runId: string;
	readonly payoutKey: string;
	readonly category: string;
	readonly onCustody: (pointer: string) => void;
}

const stripeSide = (leaf: Leaf): string | null =>
	leaf.aCanonicalId === null ? null : `${leaf.aCanonicalId}.${leaf.aCanonicalVersion ?? 1}`;
const bookedSide = (leaf: Leaf): string | null =>
	leaf.bCanonicalId === null ? null : `${leaf.bCanonicalId}.${leaf.bCanonicalVersion ?? 1}`;

export function ProofLeaves({ runId, payoutKey, category, onCustody }: ProofLeavesProps) {
	const input = { runId, payoutKey, category };
	const query = useInfiniteQuery({
		queryKey: [...trpc.reconciliations.proofLine.pathKey(), { list: input }],
		queryFn: ({ pageParam, signal }) => api.reconciliations.proofLine.query({ ...input, after: pageParam }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (last) => last.next,
	});
	const pages = query.data?.pages ?? [];
	const rest = pages.length === 1 ? (pages[0]?.rest ?? 0) : null;
	if (query.error !== null) {
		return (
			<Wide>
				<span className="fail-text">{failureOf(query.error).sentence}</span>
			</Wide>
		);
	}
	if (query.isPending) {
		return (
			<Wide>
				<Bone width="40%" />
			</Wide>
		);
	}
	return (
		<>
			{pages
				.flatMap((page) => page.leaves)
				.map((leaf, index) => (
					<LeafRow key={`${leaf.leaf} ${leaf.exceptionType ?? ""} ${index}`} leaf={leaf} onCustody={onCustody} />
				))}
			{query.hasNextPage ? (
				<Wide>
					<Button size="small" tone="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
						{rest === null ? "Show 20 more" : `Show 20 more of ${countText(rest)}`}
					</Button>
				</Wide>
			) : null}
		</>
	);
}

function Wide({ children }: { readonly children: React.ReactNode }) {
	return (
		<tr role="row" aria-level={2}>
			<td role="gridcell" colSpan={6} style={{ paddingLeft: 36 }}>
				{children}
			</td>
		</tr>
	);
}

function LeafRow({ leaf, onCustody }: { readonly leaf: Leaf; readonly onCustody: (pointer: string) => void }) {
	const word = leaf.exceptionType === null ? null : exceptionWord(leaf.exceptionType);
	const pointer = stripeSide(leaf) ?? bookedSide(leaf);
	const other = bookedSide(leaf);
	return (
		<tr
			role="row"
			aria-level={2}
			tabIndex={-1}
			className={leaf.matched ? undefined : classes.bad}
			title={leaf.sentence ?? undefined}
			onClick={pointer === null ? undefined : () => onCustody(pointer)}
		>
			<td role="rowheader">
				<span className={classes.name} style={{ paddingLeft: 20 }}>
					{word === null ? null : <Icon name={word.icon} size={14} />}
					<span>
						<span className="mono">{leaf.leaf.split(":")[0]}</span>{" "}
						{word === null ? (
							<span className="dim small">{leaf.label === leaf.leaf ? "" : leaf.label}</span>
						) : (
							<span className="small">{word.word}</span>
						)}
					</span>
				</span>
			</td>
			<td role="gridcell" className={`${classes.n} ${classes.count} sec`}>
				{countText(leaf.members)}
			</td>
			<td role="gridcell" className={classes.n}>
				{leaf.a === null ? <span className="dim">{"\u2013"}</span> : <Amount value={leaf.a} />}
			</td>
			<td role="gridcell" className={classes.n}>
				{leaf.b === null ? (
					(word?.other ?? "")
				) : other === null || other === pointer ? (
					<Amount value={leaf.b} />
				) : (
					<a
						href={`#${other}`}
						tabIndex={-1}
						onClick={(event) => {
							event.preventDefault();
							event.stopPropagation();
							onCustody(other);
						}}
					>
						<Amount value={leaf.b} />
					</a>
				)}
			</td>
			<td role="gridcell" className={classes.n}>
				<Amount value={leaf.difference} dimZero />
			</td>
			<td role="gridcell" className={classes.n}>
				<TieMark difference={leaf.difference} bare />
			</td>
		</tr>
	);
}
