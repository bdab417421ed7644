// Matched, in exceptions, total: both sides and their difference, for one section of one currency.
import { Amount, countText } from "../../kit/amount.tsx";
import type { Statement, TotalLine } from "./statement.ts";
import classes from "./statement.module.css";

interface ControlTotalsProps {
	readonly statement: Statement;
	/** The same payouts beside the bank, where the statement isn't the bank's own. */
	readonly bank: TotalLine | null;
}

export function ControlTotals({ statement, bank }: ControlTotalsProps) {
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
					<Line label="Matched" line={statement.matched} />
					<Line label="In exceptions" line={statement.exceptions} />
					<Line label="Total in this period" line={statement.total} sum />
					{bank === null ? null : <Line label="Stripe beside the bank" line={bank} />}
				</tbody>
			</table>
		</div>
	);
}

function Line({ label, line, sum = false }: { readonly label: string; readonly line: TotalLine | null; readonly sum?: boolean }) {
	if (line === null) return null;
	return (
		<tr className={sum ? classes.sum : undefined}>
			<th scope="row">{label}</th>
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
