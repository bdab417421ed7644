// What can't be undone easily, last on its page: each action with its effect in words. Where it can't be undone at all, its name is typed.
import { Modal, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import classes from "./settings-form.module.css";

export function DangerZone({ children }: { readonly children: ReactNode }) {
	return (
		<section className={classes.danger} aria-label="Danger zone">
			<h2>Danger zone</h2>
			{children}
		</section>
	);
}

interface DangerActionProps {
	readonly title: string;
	/** Its effect, in words. */
	readonly effect: ReactNode;
	/** A verb with its object, on the row and in the dialog. */
	readonly verb: string;
	/** The dialog's title, a question. */
	readonly question: string;
	/** The way back, on the dialog's other button. */
	readonly keep: string;
	/** Must be typed first. */
	readonly typed?: string;
	readonly disabled?: boolean;
	readonly busy: boolean;
	readonly error: unknown;
	readonly onConfirm: () => void;
	/** More of the dialog: a reason, a choice. */
	readonly children?: ReactNode;
}

export function DangerAction(props: DangerActionProps) {
	const { title, effect, verb, question, keep, typed, disabled = false, busy, error, onConfirm, children } = props;
	const [asking, setAsking] = useState(false);
	const [text, setText] = useState("");
	return (
		<div className={classes.act}>
			<div className="grow">
				<h3>{title}</h3>
				<p>{effect}</p>
			</div>
			<Button tone="danger" disabled={disabled} onClick={() => setAsking(true)}>
				{verb}
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={question} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">{effect}</p>
				{children}
				{typed === undefined ? null : (
					<TextInput
						mt={12}
						label={`Type “${typed}” to go on`}
						autoComplete="off"
						value={text}
						onChange={(event) => setText(event.currentTarget.value)}
					/>
				)}
				{error === null || error === undefined ? null : (
					<p className="fail-text" role="alert">
						{failureOf(error).sentence}
					</p>
				)}
				<div className="row wrap" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						{keep}
					</Button>
					<Button tone="danger" busy={busy} disabled={typed !== undefined && text !== typed} onClick={onConfirm}>
						{verb}
					</Button>
				</div>
			</Modal>
		</div>
	);
}
