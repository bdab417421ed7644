// What came of a replay in four counts, zeros included, and the open difference as a sum.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { monthText } from "../../kit/time-text.ts";
import { CountTile } from "./count-tile.tsx";
import { DifferenceSum } from "./difference-sum.tsx";
import classes from "./replay.module.css";

export type ReplayOutcome = NonNullable<RouterOutputs["replays"]["get"]["outcome"]>;

const none = (count: number, word: string): string => (count === 0 ? `none ${word}` : `${countText(count)} ${word}`);

export function OutcomeTiles({ outcome }: { readonly outcome: ReplayOutcome }) {
	const { rows, matches, exceptions, difference } = outcome;
	return (
		<div className={classes.tiles} role="group" aria-label="What came of it">
			<CountTile icon="row-insert" title="Rows added" count={rows.added} note={`${counted(rows.unchanged, "row")} read again, the same`} />
			<CountTile icon="pencil" title="Rows changed" count={rows.changed} note={none(rows.gone, "gone")} />
			<CountTile
				icon="link"
				title="Matches gained"
				count={matches.gained}
				note={`${countText(matches.before)} \u2192 ${countText(matches.after)}, ${none(matches.lost, "lost")}`}
				lost={matches.lost > 0}
			/>
			<CountTile
				icon="circle-check"
				title="Exceptions closed"
				count={exceptions.closed}
				note={`${countText(exceptions.before)} \u2192 ${countText(exceptions.after)}, ${none(exceptions.opened, "opened")}`}
				lost={exceptions.opened > 0}
			/>
			<Differences difference={difference} />
		</div>
	);
}

type Bridge = ReplayOutcome["difference"][number];

const moved = ({ before, after, steps }: Bridge): boolean => BigInt(before.minor) !== 0n || BigInt(after.minor) !== 0n || steps.length > 0;

/** A focusable box: there may be one sum per month, side and currency. */
function Differences({ difference }: Pick<ReplayOutcome, "difference">) {
	const shown = difference.filter(moved);
	return (
		<div className={classes.sums} tabIndex={0} role="group" aria-label="Open difference">
			{shown.length === 0 ? (
				<div className={classes.tile}>
					<h3>Open difference</h3>
					<small>
						{difference.length === 0
							? "No reconciliation was run again behind it, so none changed."
							: "0.00 before and 0.00 after, in the books and at the bank."}
					</small>
				</div>
			) : null}
			{shown.map((sum) => (
				<DifferenceSum
					key={`${sum.month} ${sum.side} ${sum.currency}`}
					title={`Open, ${sum.side}, ${monthText(sum.month)}`}
					before={sum.before}
					steps={sum.steps}
					after={sum.after}
				/>
			))}
		</div>
	);
}
