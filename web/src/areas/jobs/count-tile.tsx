// One count of an outcome; amber when it says that something was lost.
import type { ReactNode } from "react";
import { countText } from "../../kit/amount.tsx";
import { Icon } from "../../kit/icon.tsx";
import type { IconName } from "../../kit/icon-paths.ts";
import classes from "./replay.module.css";

interface CountTileProps {
	readonly icon: IconName;
	readonly title: string;
	readonly count: number;
	readonly note: ReactNode;
	readonly lost?: boolean;
}

export function CountTile({ icon, title, count, note, lost = false }: CountTileProps) {
	return (
		<div className={classes.tile} data-lost={lost || undefined}>
			<h3>
				<Icon name={lost ? "alert-circle" : icon} size={14} />
				{title}
			</h3>
			<p className={classes.figure}>{countText(count)}</p>
			<small>{note}</small>
		</div>
	);
}
