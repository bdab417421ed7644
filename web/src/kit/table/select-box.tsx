// A selection box: its cell is the target, so that a near miss neither opens the row nor loses the others.
import { Icon } from "../icon.tsx";
import classes from "./data-table.module.css";

interface SelectBoxProps {
	readonly label: string;
	readonly state: "none" | "some" | "all";
	/** True when ⇧ was held: from the row chosen last to this one. */
	readonly onToggle: (range: boolean) => void;
	/** Boxes of rows are reached with Space from the row, not by tabbing through thousands. */
	readonly tabbable?: boolean;
}

export function SelectBox({ label, state, onToggle, tabbable = false }: SelectBoxProps) {
	return (
		<button
			type="button"
			role="checkbox"
			aria-checked={state === "some" ? "mixed" : state === "all"}
			aria-label={label}
			tabIndex={tabbable ? 0 : -1}
			className={classes.box}
			onClick={(event) => onToggle(event.shiftKey)}
			// ⇧-click would mark the page's text instead.
			onMouseDown={(event) => {
				if (event.shiftKey) event.preventDefault();
			}}
		>
			<span className={state === "none" ? classes.tick : `${classes.tick} ${classes.ticked}`}>
				{state === "none" ? null : <Icon name={state === "all" ? "check" : "minus"} size={12} stroke={2.5} />}
			</span>
		</button>
	);
}
