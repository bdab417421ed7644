// A box with its words, for forms; what can't be ticked says why.
import type { ReactNode } from "react";
import classes from "./check-line.module.css";

interface CheckLineProps {
	readonly label: ReactNode;
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
	/** Under the words: what it means, or why it is off. */
	readonly note?: ReactNode;
	readonly disabled?: boolean;
	readonly name?: string;
}

export function CheckLine({ label, checked, onChange, note, disabled = false, name }: CheckLineProps) {
	return (
		<label className={classes.line} data-off={disabled || undefined}>
			<input
				type="checkbox"
				name={name}
				checked={checked}
				disabled={disabled}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<span>
				{label}
				{note === undefined ? null : <small>{note}</small>}
			</span>
		</label>
	);
}
