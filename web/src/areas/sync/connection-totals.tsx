import { Amount } from "../../kit/amount.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import type { ConnectionDetail } from "./connection-types.ts";
import classes from "./connections.module.css";

type Total = ConnectionDetail["totals"][number];

const shownFirst = 12;

export function ConnectionTotals({ totals }: { readonly totals: readonly Total[] }) {
	if (totals.length === 0) return null;
	return (
		<PanelSection title="Control totals" beside={<span className="dim">ours = the source’s own</span>}>
			{totals.slice(0, shownFirst).map((total) => (
				<div key={`${total.stream} ${total.name} ${total.currency}`} className={classes.total}>
					<span className="trunc" title={total.name}>
						{total.name}
					</span>
					<TotalMark total={total} />
					<small>
						<Amount value={total.ours} withCurrency /> = <Amount value={total.theirs} />
					</small>
					<span />
					{total.verdict === "ties" || total.note === "" ? null : <span className={classes.note}>{total.note}</span>}
				</div>
			))}
			{totals.length > shownFirst ? (
				<p className="dim small">{totals.length - shownFirst} more on the run’s page, under Control totals.</p>
			) : null}
		</PanelSection>
	);
}

export function TotalMark({ total }: { readonly total: Pick<Total, "ours" | "theirs" | "verdict" | "currency"> }) {
	if (total.ours === null || total.theirs === null || total.verdict === "not_proven") return <NotProven />;
	return <TieMark difference={{ minor: (BigInt(total.ours.minor) - BigInt(total.theirs.minor)).toString(), currency: total.currency }} />;
}
