// What would be deleted, wherever that is asked: some of the records, as they are kept.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount, counted, countText } from "../../kit/amount.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { dateText } from "../../kit/time-text.ts";
import classes from "./deletion-table.module.css";

export type Deletion = RouterOutputs["jobs"]["get"]["decisions"][number]["subject"];

/** How many records it is about, of which some are listed. */
export const deletedCount = ({ streams }: Pick<Deletion, "streams">): number => streams.reduce((sum, stream) => sum + stream.count, 0);

export function DeletionTable({ deletion }: { readonly deletion: Deletion }) {
	const all = deletedCount(deletion);
	const shown = deletion.sample.length;
	return (
		<div className={classes.frame}>
			<table className={classes.table}>
				<caption>{shown < all ? `The first ${countText(shown)} of ${counted(all, "record")}` : counted(all, "record")}</caption>
				<thead>
					<tr>
						<th scope="col">Record</th>
						<th scope="col">Known as</th>
						<th scope="col">Date</th>
						<th scope="col">Amount</th>
					</tr>
				</thead>
				<tbody>
					{deletion.sample.map((row) => (
						<tr key={`${row.stream} ${row.naturalKey}`}>
							<th scope="row">
								<IdText>{row.naturalKey}</IdText>
							</th>
							<td className="sec">{row.label === row.naturalKey ? <span className="dim">{"–"}</span> : row.label}</td>
							<td className="num">{row.date === null ? <span className="dim">{"–"}</span> : dateText(row.date)}</td>
							<td>
								<Amount value={row.amount} withCurrency />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
