// One of a few, all visible: the chosen one is pressed.
import { UnstyledButton } from "@mantine/core";
import classes from "./segmented.module.css";

interface SegmentedProps {
	readonly label: string;
	readonly value: string;
	readonly options: readonly { readonly value: string; readonly label: string }[];
	readonly onChange: (value: string) => void;
}

export function Segmented({ label, value, options, onChange }: SegmentedProps) {
	return (
		<span className={classes.seg} role="group" aria-label={label}>
			{options.map((option) => (
				<UnstyledButton key={option.value} aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
					{option.label}
				</UnstyledButton>
			))}
		</span>
	);
}
