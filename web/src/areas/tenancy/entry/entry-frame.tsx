// The frame of every page before somebody is signed in: one question, one answer, one button.
import type { FormEvent, ReactNode } from "react";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import classes from "./entry-frame.module.css";

interface EntryFrameProps {
	readonly title: string;
	readonly lead?: ReactNode;
	/** What the last try failed with; what it says of fields stands at the fields. */
	readonly error?: unknown;
	/** A sentence that is shown like a failure. */
	readonly notice?: string | null;
	readonly onSend?: () => void;
	readonly children?: ReactNode;
	/** Other ways to go. */
	readonly foot?: ReactNode;
}

export function EntryFrame({ title, lead, error, notice = null, onSend, children, foot }: EntryFrameProps) {
	const failure = error === null || error === undefined ? null : failureOf(error);
	const shown = failure !== null && Object.keys(failure.fields).length === 0 ? failure.sentence : notice;
	const send = (event: FormEvent): void => {
		event.preventDefault();
		onSend?.();
	};
	return (
		<main className={classes.page}>
			<form className={classes.form} onSubmit={send} aria-labelledby="entry-title">
				<span className={classes.mark}>
					<Icon name="equal" size={20} stroke={2.25} />
				</span>
				<h1 id="entry-title">{title}</h1>
				{lead === undefined ? null : <p className="sec">{lead}</p>}
				{shown === null ? null : (
					<p className={classes.error} role="alert">
						<Icon name="alert-triangle" /> {shown}
					</p>
				)}
				{children}
				{foot === undefined ? null : <p className={`${classes.foot} dim small`}>{foot}</p>}
			</form>
		</main>
	);
}
