// One block of a plan: a heading with its icon, lines of "what, how many", each with the sentence that explains it.
import type { ReactNode } from "react";
import { countText } from "../../kit/amount.tsx";
import { Icon } from "../../kit/icon.tsx";
import type { IconName } from "../../kit/icon-paths.ts";
import classes from "./replay.module.css";

export function PlanBlock({ icon, title, children }: { readonly icon: IconName; readonly title: string; readonly children: ReactNode }) {
	return (
		<section className={classes.block}>
			<h2>
				<Icon name={icon} />
				{title}
			</h2>
			{children}
		</section>
	);
}

interface PlanLineProps {
	readonly what: ReactNode;
	readonly value: ReactNode;
	readonly detail?: ReactNode;
	readonly icon?: IconName;
	readonly quiet?: boolean;
}

export function PlanLine({ what, value, detail, icon, quiet = false }: PlanLineProps) {
	return (
		<div className={quiet ? `${classes.line} sec` : classes.line}>
			<span>
				{icon === undefined ? null : <Icon name={icon} size={14} />}
				{what}
			</span>
			<span className="num">{value}</span>
			{detail === undefined || detail === "" ? null : <small>{detail}</small>}
		</div>
	);
}

/** "about 1,369", "2", "not known". */
export const planCount = (count: number | null, about: boolean): string =>
	count === null ? "not known" : about ? `about ${countText(count)}` : countText(count);
