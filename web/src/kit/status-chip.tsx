// Icon and word, never colour alone.
import { Icon } from "./icon.tsx";
import classes from "./status-chip.module.css";
import { type StatusWord, wordFor } from "./status-words.ts";

interface StatusChipProps {
	readonly words: Readonly<Record<string, StatusWord>>;
	readonly status: string;
}

export function StatusChip({ words, status }: StatusChipProps) {
	return <WordChip {...wordFor(words, status)} />;
}

export function WordChip({ word, icon, tone }: StatusWord) {
	return (
		<span className={`${classes.chip} ${classes[tone]}`}>
			<Icon name={icon} size={13} stroke={2} className={icon === "loader" ? classes.spin : undefined} />
			{word}
		</span>
	);
}
