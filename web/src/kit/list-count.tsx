// How many rows a whole list has, at its foot.
import { counted } from "./amount.tsx";

interface ListCountProps {
	/** undefined: not known yet, or never, because it couldn't be read. Then no number is said. */
	readonly total: number | undefined;
	readonly one: string;
	readonly many?: string;
	/** What follows the word. */
	readonly after?: string;
}

export function ListCount({ total, one, many, after = "" }: ListCountProps) {
	if (total === undefined) return <span className="dim">{"–"}</span>;
	return (
		<span className="num">
			{counted(total, one, many)}
			{after}
		</span>
	);
}
