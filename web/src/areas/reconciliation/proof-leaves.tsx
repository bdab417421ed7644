// The records under one line of a proof: what breaks first, then what is matched, twenty at a time.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount, amountText, countText } from "../../kit/amount.tsx";
import { Bone } from "../../kit/states.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { TieMark, WithinTolerance } from "../../kit/tie-mark.tsx";
import { differenceElsewhere, type LineFigures, matchedFigures } from "./line-figures.ts";
import { exceptionWord } from "./exception-words.ts";
import { leavesQuery } from "./leaves-query.ts";
import type { OpenCustody } from "./proof.tsx";
import classes from "./proof.module.css";

type ProofLine = RouterOutputs["reconciliations"]["proof"]["lines"][number];
type Leaf = RouterOutputs["reconciliations"]["proofLine"]["leaves"][number];

interface ProofLeavesProps {
	readonly runId: string;
	readonly payoutKey: string;
	readonly line: ProofLine;
	readonly onCustody: OpenCustody;
}

const stripeSide = (leaf: Leaf): string | null =>
	leaf.aCanonicalId === null ? null : `${leaf.aCanonicalId}.${leaf.aCanonicalVersion ?? 1}`;
const bookedSide = (leaf: Leaf): string | null =>
	leaf.bCanonicalId === null ? null : `${leaf.bCanonicalId}.${leaf.bCanonicalVersion ?? 1}`;

export function ProofLeaves({ runId, payoutKey, line, onCustody: openCustody }: ProofLeavesProps) {
	const onCustody = (pointer: string): void => openCustody(pointer, line.category);
	const [unfolded, setUnfolded] = useState(false);
	const input = { runId, payoutKey, category: line.category };
	const query = useInfiniteQuery(leavesQuery(input));
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
	const leaves = pages.flatMap((page) => page.leaves);
	const broken = leaves.filter((leaf) => !leaf.matched);
	const matched = leaves.filter((leaf) => leaf.matched);
	const folded = broken.length > 0 && matched.length > 0;
	const shown = !folded || unfolded;
	const elsewhere = query.hasNextPage ? null : differenceElsewhere(line, leaves);
	return (
		<>
			{broken.map((leaf, index) => (
				<LeafRow key={`${leaf.leaf} ${leaf.exceptionType ?? ""} ${index}`} leaf={leaf} level={2} onCustody={onCustody} />
			))}
			{folded ? (
				<MatchedRow figures={matchedFigures(line, leaves, query.hasNextPage)} open={unfolded} onToggle={() => setUnfolded((now) => !now)} />
			) : null}
			{shown
				? matched.map((leaf, index) => <LeafRow key={`${leaf.leaf} ${index}`} leaf={leaf} level={folded ? 3 : 2} onCustody={onCustody} />)
				: null}
			{shown && query.hasNextPage ? (
				<Wide>
					<Button size="small" tone="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
						{rest === null ? "Show 20 more" : `Show 20 more of ${countText(rest)}`}
					</Button>
				</Wide>
			) : null}
			{elsewhere === null ? null : (
				<Wide>
					<span className="dim small">
						{amountText(elsewhere)} of this difference stands under another line: the exception covers both.
					</span>
				</Wide>
			)}
		</>
	);
}

interface MatchedRowProps {
	readonly figures: LineFigures;
	readonly open: boolean;
	readonly onToggle: () => void;
}

/** The matched records of a line as one row that unfolds. */
function MatchedRow({ figures, open, onToggle }: MatchedRowProps) {
	const { count, a, b, difference } = figures;
	return (
		<tr role="row" aria-level={2} aria-expanded={open} tabIndex={-1} onClick={onToggle}>
			<td role="rowheader">
				<span className={classes.name} style={{ paddingLeft: 20 }}>
					<Icon name={open ? "chevron-down" : "chevron-right"} size={14} />
					<span>{countText(count)} matched</span>
				</span>
			</td>
			<td role="gridcell" className={`${classes.n} ${classes.count} sec`}>
				{countText(count)}
			</td>
			<td role="gridcell" className={classes.n}>
				<Amount value={a} />
			</td>
			<td role="gridcell" className={classes.n}>
				<Amount value={b} />
			</td>
			<td role="gridcell" className={classes.n}>
				<Amount value={difference} dimZero />
			</td>
			<td role="gridcell" className={classes.n}>
				{difference === null ? null : <TieMark difference={difference} bare />}
			</td>
		</tr>
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

interface LeafRowProps {
	readonly leaf: Leaf;
	readonly level: number;
	readonly onCustody: (pointer: string) => void;
}

function LeafRow({ leaf, level, onCustody }: LeafRowProps) {
	const word = leaf.exceptionType === null ? null : exceptionWord(leaf.exceptionType);
	const pointer = stripeSide(leaf) ?? bookedSide(leaf);
	const other = bookedSide(leaf);
	return (
		<tr
			role="row"
			aria-level={level}
			tabIndex={-1}
			className={leaf.matched ? undefined : classes.bad}
			title={leaf.sentence ?? undefined}
			onClick={pointer === null ? undefined : () => onCustody(pointer)}
		>
			<td role="rowheader">
				<span className={classes.name} style={{ paddingLeft: level * 18 - 16 }}>
					{word === null ? null : <Icon name={word.icon} size={14} />}
					<span>
						<IdText>{leaf.leaf.split(":")[0] ?? leaf.leaf}</IdText>{" "}
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
						className={classes.other}
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
				{leaf.matched && BigInt(leaf.difference.minor) !== 0n ? (
					<WithinTolerance difference={leaf.difference} />
				) : (
					<TieMark difference={leaf.difference} bare />
				)}
			</td>
		</tr>
	);
}
