// A change to settings field by field; what stays as it is, is counted only.
import { counted } from "../../../kit/amount.tsx";
import classes from "./approvals.module.css";
import { changedFields, type FieldValue } from "./change-fields.ts";

interface ChangeTableProps {
	readonly before: unknown;
	readonly after: unknown;
	/** What the two columns are called. */
	readonly words?: { readonly before: string; readonly after: string };
}

const undecided = { before: "Now", after: "If approved" };

export function ChangeTable({ before, after, words = undecided }: ChangeTableProps) {
	const { changed, same } = changedFields(before, after);
	return (
		<table className={classes.table}>
			<caption>
				{changed.length === 0 ? "Nothing differs" : `${counted(changed.length, "field")} changed`}
				{same === 0 ? "" : `, ${same} stay as they are`}
			</caption>
			<thead>
				<tr>
					<th scope="col">Field</th>
					<th scope="col">{words.before}</th>
					<th scope="col">{words.after}</th>
				</tr>
			</thead>
			<tbody>
				{changed.map((line) => (
					<tr key={line.field}>
						<th scope="row">{line.field}</th>
						<td className={classes.before}>
							<Value value={line.before} gone />
						</td>
						<td className={classes.after}>
							<Value value={line.after} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Value({ value, gone = false }: { readonly value: FieldValue; readonly gone?: boolean }) {
	if (value.kind === "none") return <span className="dim">{"–"}</span>;
	if (value.kind === "text") return <mark>{value.text}</mark>;
	return (
		<span className={classes.items}>
			{value.items.map((item) => (
				<mark key={item}>
					<span aria-hidden="true">{gone ? "−" : "+"} </span>
					<span className="vh">{gone ? "taken away: " : "added: "}</span>
					{item}
				</mark>
			))}
			{value.same === 0 ? null : <span className="dim small">{value.same} more, unchanged</span>}
		</span>
	);
}
