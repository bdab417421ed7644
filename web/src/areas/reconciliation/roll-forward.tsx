// Opening, movements, payouts, closing: how payouts that Stripe can't itemise are proven by its balance.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount } from "../../kit/amount.tsx";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import { lineWord } from "./exception-words.ts";
import classes from "./roll-forward.module.css";

type RollLine = RouterOutputs["reconciliations"]["get"]["rollForwards"][number];

const isTotal = (line: string): boolean => line === "closing" || line === "closing_from_balance";

export function RollForward({ lines, currency }: { readonly lines: readonly RollLine[]; readonly currency: string }) {
	return (
		<div className={classes.body} tabIndex={0} role="group" aria-label="Roll-forward">
			<p className={classes.words}>
				Stripe doesn’t list what a manual or instant payout consists of. These payouts are <b>balance-proven</b>: what was there, plus every
				movement by the day it became available, less payouts, must be what Stripe says is left.
			</p>
			<table className={classes.table}>
				<caption className="vh">Roll-forward of the Stripe balance in {currency}</caption>
				<thead>
					<tr>
						<th scope="col">Stripe balance, {currency}</th>
						<th scope="col" className={classes.n}>
							Amount
						</th>
						<th scope="col">Ties to</th>
					</tr>
				</thead>
				<tbody>
					{lines.map((line) => (
						<tr key={line.line} className={isTotal(line.line) ? classes.total : undefined}>
							<th scope="row">{lineWord(line.line)}</th>
							<td className={classes.n}>
								<Amount value={line.amount} final={line.line === "closing" && line.tie !== null && BigInt(line.tie.minor) === 0n} />
							</td>
							<td>
								{line.line !== "closing" ? null : line.tie === null ? (
									<NotProven>not proven: no balance was read</NotProven>
								) : (
									<TieMark difference={line.tie}>
										{BigInt(line.tie.minor) === 0n ? "ties to Stripe’s own balance, 0.00" : undefined}
									</TieMark>
								)}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
