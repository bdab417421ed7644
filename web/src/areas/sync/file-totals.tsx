// What an import would add, per account and currency: count, money in, money out, fees and the net. Currencies are never added up.
import { Amount, countText } from "../../kit/amount.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { dateText } from "../../kit/time-text.ts";
import { type Preview, rowNouns } from "./file-words.ts";
import classes from "./file-page.module.css";

const shownTotals = 12;

export function FileTotals({ preview }: { readonly preview: Preview }) {
	// Where balances prove an account its movements are in the proof already.
	const proven = new Set(
		preview.proofs.filter(({ verdict }) => verdict !== "not_proven").map(({ account, currency }) => `${account} ${currency}`),
	);
	const totals = preview.totals.filter(({ account, currency }) => !proven.has(`${account} ${currency}`));
	const left = totals.length - shownTotals + preview.totalsCut;
	if (totals.length === 0) return null;
	return (
		<>
			{totals.slice(0, shownTotals).map((total) => (
				<PanelSection
					key={`${total.kind} ${total.account} ${total.currency}`}
					title={total.account === "" ? `Total in ${total.currency}` : `${total.account}, ${total.currency}`}
					beside={
						<span className="dim num">
							{countText(total.count)} {rowNouns[total.kind][total.count === 1 ? 0 : 1]}
						</span>
					}
				>
					<TotalLines total={total} />
				</PanelSection>
			))}
			{left <= 0 ? null : (
				<PanelSection>
					<p className="dim small">and {countText(left)} more accounts</p>
				</PanelSection>
			)}
		</>
	);
}

function TotalLines({ total }: { readonly total: Preview["totals"][number] }) {
	const money = (minor: string) => ({ minor, currency: total.currency });
	const fees = total.feeMinor !== "0";
	return (
		<div className={classes.proof}>
			<span className="sec">Money in</span>
			<Amount value={money(total.inMinor)} dimZero />
			<span className="sec">Money out</span>
			<Amount value={money(total.outMinor)} dimZero />
			{fees ? (
				<>
					<span className="sec">Fees taken off</span>
					<Amount value={money((-BigInt(total.feeMinor)).toString())} />
				</>
			) : null}
			<span className={classes.final}>Net</span>
			<span className={classes.final}>
				<Amount value={money(total.netMinor)} strong />
			</span>
			<span className={classes.sentence}>
				{total.firstDate === total.lastDate ? dateText(total.firstDate) : `${dateText(total.firstDate)} to ${dateText(total.lastDate)}`}
			</span>
		</div>
	);
}
