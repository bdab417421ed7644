// How many runs of a set were replaced: a bar and both numbers, never only a percentage.
import { countText } from "../../kit/amount.tsx";
import classes from "./replayed-bar.module.css";

interface ReplayedBarProps {
	readonly done: number;
	readonly total: number;
}

export function ReplayedBar({ done, total }: ReplayedBarProps) {
	const share = total === 0 ? 0 : Math.round((done / total) * 100);
	return (
		<span className={classes.box}>
			<span className={classes.track} aria-hidden="true">
				<i style={{ width: `${share}%` }} data-done={(total > 0 && done === total) || undefined} />
			</span>
			<span className="num sec">
				{countText(done)} of {countText(total)}
			</span>
		</span>
	);
}
