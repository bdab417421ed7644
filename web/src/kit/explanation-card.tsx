// A failure is an explanation: what happened, what is safe, what to do next.
import type { ReactNode } from "react";
import classes from "./explanation-card.module.css";
import { Icon } from "./icon.tsx";

interface ExplanationCardProps {
	readonly title: string;
	/** Whether it will be retried, and why not. */
	readonly retry?: string;
	readonly tone?: "fail" | "wait";
	readonly happened: ReactNode;
	readonly safe: ReactNode;
	readonly next: ReactNode;
	readonly actions?: ReactNode;
}

export function ExplanationCard({ title, retry, tone = "fail", happened, safe, next, actions }: ExplanationCardProps) {
	return (
		<section className={tone === "wait" ? `${classes.card} ${classes.wait}` : classes.card} aria-label={title}>
			<h2 className={classes.head}>
				<Icon name={tone === "wait" ? "eye-alert" : "alert-triangle"} />
				{title}
				<i className="grow" />
				{retry === undefined ? null : <span>{retry}</span>}
			</h2>
			<div className={classes.grid}>
				<div>
					<h3>What happened</h3>
					<p>{happened}</p>
				</div>
				<div>
					<h3>What is safe</h3>
					<p>{safe}</p>
				</div>
				<div>
					<h3>What to do next</h3>
					<p>{next}</p>
					{actions === undefined ? null : <div className={classes.acts}>{actions}</div>}
				</div>
			</div>
		</section>
	);
}
