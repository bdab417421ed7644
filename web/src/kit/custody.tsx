// Five links from a figure to the event that fetched it, each with its value, time and hash, each opening its own page.
import type { ReactNode } from "react";
import classes from "./custody.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-paths.ts";

export interface CustodyLink {
	readonly id: string;
	readonly icon: IconName;
	readonly title: ReactNode;
	readonly value?: ReactNode;
	readonly text: ReactNode;
	readonly meta: readonly ReactNode[];
	/** Says what is wrong with this link, null when it was checked and holds. */
	readonly broken: string | null;
}

interface CustodyProps {
	readonly links: readonly CustodyLink[];
	readonly checkedAt: string;
	/** Why some links stay closed to this person, unchecked; nothing is wrong with them. */
	readonly closed?: string | undefined;
}

export function Custody({ links, checkedAt, closed }: CustodyProps) {
	const broken = links.find((link) => link.broken !== null);
	return (
		<>
			<p
				className={`${classes.check} ${broken !== undefined ? classes.bad : closed === undefined ? classes.ok : classes.open}`}
				role="status"
			>
				<Icon name={broken !== undefined ? "alert-triangle" : closed === undefined ? "shield-check" : "lock"} size={14} />
				{broken?.broken ?? closed ?? `All ${links.length} links checked, hashes agree`}
				<span className="grow" />
				<span className="num">{checkedAt}</span>
			</p>
			<ol className={classes.links} aria-label="Chain of custody">
				{links.map((link) => (
					<li key={link.id} className={classes.link} data-bad={link.broken === null ? undefined : ""}>
						<span className={classes.dot}>
							<Icon name={link.icon} />
						</span>
						<div className={classes.box}>
							<div className={classes.title}>
								<span className="trunc">{link.title}</span>
								{link.value === undefined ? null : <span>{link.value}</span>}
							</div>
							<div className={classes.text}>{link.text}</div>
							<div className={classes.meta}>
								{link.meta.map((part, index) => (
									<span key={index}>{part}</span>
								))}
							</div>
						</div>
					</li>
				))}
			</ol>
		</>
	);
}
