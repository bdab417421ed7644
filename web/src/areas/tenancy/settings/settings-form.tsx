// A form of Settings: saved explicitly (Ctrl Enter too), its errors in words at the top with links to their fields, and leaving with
// changes asks once.
import { Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import classes from "./settings-form.module.css";

interface SettingsFormProps {
	readonly label: string;
	/** Something differs from what is stored. */
	readonly dirty: boolean;
	readonly busy: boolean;
	/** What the last save failed with. */
	readonly error: unknown;
	/** A verb with its object. */
	readonly saveLabel: string;
	readonly onSave: () => void;
	readonly onDiscard: () => void;
	readonly children: ReactNode;
}

export function SettingsForm({ label, dirty, busy, error, saveLabel, onSave, onDiscard, children }: SettingsFormProps) {
	return (
		<form
			className={classes.form}
			aria-label={label}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				if (dirty && !busy) onSave();
			}}
			onKeyDown={(event) => {
				if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
			}}
		>
			<FormFailure error={error} />
			{children}
			<div className={classes.save}>
				<Button type="submit" tone="primary" busy={busy} disabled={!dirty} shortcut="Ctrl ↵">
					{saveLabel}
				</Button>
				{dirty ? (
					<Button type="button" tone="quiet" onClick={onDiscard}>
						Discard the changes
					</Button>
				) : null}
				<span className="dim small" role="status">
					{dirty ? "Not saved yet" : ""}
				</span>
			</div>
			<LeaveGuard dirty={dirty} />
		</form>
	);
}

/** The summary of what was refused; it takes focus when it appears. */
export function FormFailure({ error }: { readonly error: unknown }) {
	const box = useRef<HTMLDivElement>(null);
	const failed = error !== null && error !== undefined;
	useEffect(() => {
		if (failed) box.current?.focus();
	}, [failed]);
	if (!failed) return null;
	const { sentence, fields } = failureOf(error);
	const wrong = Object.entries(fields);
	return (
		<div className={classes.wrong} role="alert" tabIndex={-1} ref={box}>
			<Icon name="alert-triangle" />
			<span>
				{wrong.length === 0 ? sentence : null}
				{wrong.map(([field, words]) => (
					<a
						key={field}
						href={`#${field}`}
						style={{ display: "block" }}
						onClick={(event) => {
							event.preventDefault();
							box.current
								?.closest("form")
								?.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`)
								?.focus();
						}}
					>
						{words}
					</a>
				))}
			</span>
		</div>
	);
}

export function FormBlock({ title, text, children }: { readonly title?: string; readonly text?: ReactNode; readonly children: ReactNode }) {
	return (
		<section className={classes.block} aria-label={title}>
			{title === undefined ? null : <h2>{title}</h2>}
			{text === undefined ? null : <p>{text}</p>}
			{children}
		</section>
	);
}

function LeaveGuard({ dirty }: { readonly dirty: boolean }) {
	const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: dirty, withResolver: true });
	if (blocker.status !== "blocked") return null;
	return (
		<Modal opened onClose={blocker.reset} title="Leave without saving?" closeButtonProps={{ "aria-label": "Close" }}>
			<p className="sec">What you changed on this page is not saved.</p>
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button tone="quiet" onClick={blocker.reset}>
					Stay here
				</Button>
				<Button tone="danger" onClick={blocker.proceed}>
					Leave, drop the changes
				</Button>
			</div>
		</Modal>
	);
}
