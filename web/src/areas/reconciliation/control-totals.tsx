// Matched, in exceptions, total: both sides and their difference, for one section of one currency.
import { Amount, countText } from "../../kit/amount.tsx";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import type { Run } from "./result-page.tsx";
import type { Statement, TotalLine } from "./statement.ts";
import classes from "./statement.module.css";

interface ControlTotalsProps {
	readonly statement: Statement;
	/** The same payouts beside the bank, where the statement isn't the bank's own. */
	readonly bank: TotalLine | null;
	/** Opens the rows behind a line: all, or those with exceptions. */
	readonly onRows: (rows: "payouts" | "exceptions") => void;
	/** What the sources themselves state, of this currency. */
	readonly sources: readonly Source[];
}

type Source = Run["sources"][number];

export function ControlTotals({ statement, bank, sources, onRows }: ControlTotalsProps) {
	const other = statement.section === "bank" ? "Bank" : "NetSuite";
	return (
		<div role="region" aria-label="Control totals" tabIndex={0}>
			<table className={classes.table}>
				<thead>
					<tr>
						<th scope="col">Control totals</th>
						<th scope="col" className={`${classes.n} ${classes.count}`}>
							No.
						</th>
						<th scope="col" className={classes.n}>
							Stripe
						</th>
						<th scope="col" className={`${classes.n} ${classes.count}`}>
							No.
						</th>
						<th scope="col" className={classes.n}>
							{other}
						</th>
						<th scope="col" className={classes.n}>
							Difference
						</th>
					</tr>
				</thead>
				<tbody>
					<Line label="Matched" line={statement.matched} onOpen={() => onRows("payouts")} />
					<Line label="In exceptions" line={statement.exceptions} onOpen={() => onRows("exceptions")} />
					<Line label="Total in this period" line={statement.total} onOpen={() => onRows("payouts")} sum />
					{bank === null ? null : <Line label="Stripe beside the bank" line={bank} />}
					<SourceRows sources={sources} other={statement.section === "bank" ? "bank" : "netsuite"} />
				</tbody>
			</table>
		</div>
	);
}

interface LineProps {
	readonly label: string;
	readonly line: TotalLine | null;
	readonly sum?: boolean;
	readonly onOpen?: () => void;
}

function Line({ label, line, sum = false, onOpen }: LineProps) {
	if (line === null) return null;
	return (
		<tr className={sum ? classes.sum : undefined}>
			<th scope="row">
				{onOpen === undefined ? (
					label
				) : (
					<button type="button" className={classes.down} onClick={onOpen}>
						{label}
					</button>
				)}
			</th>
			<td className={`${classes.n} ${classes.count} sec`}>{countText(line.aCount)}</td>
			<td className={classes.n}>
				<Amount value={line.a} />
			</td>
			<td className={`${classes.n} ${classes.count} sec`}>{countText(line.bCount)}</td>
			<td className={classes.n}>
				<Amount value={line.b} />
			</td>
			<td className={classes.n}>
				<Amount value={line.difference} dimZero />
			</td>
		</tr>
	);
}

/** The whole of what was read, beside the source's own figure: not of the period alone, so it is told apart from the totals above. */
function SourceRows({ sources, other }: { readonly sources: readonly Source[]; readonly other: "netsuite" | "bank" }) {
	const stripe = sources.find(({ side }) => side === "stripe");
	const booked = sources.find(({ side }) => side === other);
	if (stripe === undefined && booked === undefined) return null;
	return (
		<>
			<tr>
				<th scope="row">The source’s own, all periods</th>
				<SourceFigure source={stripe} />
				<SourceFigure source={booked} />
				<td />
			</tr>
			<tr>
				<th scope="row">Complete?</th>
				<td className={classes.count} />
				<td className={classes.n}>
					<Verdict source={stripe} />
				</td>
				<td className={classes.count} />
				<td className={classes.n}>
					<Verdict source={booked} />
				</td>
				<td />
			</tr>
		</>
	);
}

function SourceFigure({ source }: { readonly source: Source | undefined }) {
	const count = source?.theirsCount ?? null;
	return (
		<>
			<td className={`${classes.n} ${classes.count} sec`}>{count === null ? "" : countText(count)}</td>
			<td className={classes.n} title={source?.sentence}>
				{source === undefined || source.theirs === null ? <span className="dim">{"\u2013"}</span> : <Amount value={source.theirs} />}
			</td>
		</>
	);
}

function Verdict({ source }: { readonly source: Source | undefined }) {
	if (source === undefined || source.verdict === "not_proven" || source.ours === null || source.theirs === null) {
		return (
			<span title={source?.sentence}>
				<NotProven />
			</span>
		);
	}
	const difference = { minor: (BigInt(source.ours.minor) - BigInt(source.theirs.minor)).toString(), currency: source.currency };
	return (
		<span title={source.sentence}>
			<TieMark difference={difference}>{source.verdict === "ties" ? "ties" : "differs"}</TieMark>
		</span>
	);
}
