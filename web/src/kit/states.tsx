// What a page says when there is nothing, when nothing fits, while it loads and when it can't.
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { failureOf } from "./failure.ts";
import { Icon } from "./icon.tsx";
import classes from "./states.module.css";

/** First use, or nothing matches: one sentence and at most one button. */
export function EmptyState({
	title,
	children,
	action,
}: {
	readonly title: string;
	readonly children?: ReactNode;
	readonly action?: ReactNode;
}) {
	return (
		<div className={classes.box}>
			<b>{title}</b>
			{children === undefined ? null : <p>{children}</p>}
			{action}
		</div>
	);
}

/** What failed, the sentence of the API, try again, and the correlation id to copy. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
	const failure = failureOf(error);
	return (
		<div className={classes.box} role="alert">
			<b>{failure.title}</b>
			<p>{failure.sentence}</p>
			<span className="row wrap">
				{retry === undefined ? null : (
					<Button size="small" icon="refresh" onClick={retry}>
						Try again
					</Button>
				)}
				{failure.correlationId === null ? null : (
					<Button size="small" tone="quiet" icon="copy" onClick={() => void navigator.clipboard.writeText(failure.correlationId ?? "")}>
						Copy the id for support
					</Button>
				)}
			</span>
		</div>
	);
}

interface NoPermissionProps {
	readonly what: string;
	readonly permission: string | null;
	readonly role: string;
	/** Who can give it, where it isn't an owner or an admin of the company. */
	readonly giver?: string | undefined;
	/** A way on: asking for it. */
	readonly action?: ReactNode;
}

/** What the role lacks and who can give it; never a hint of the content. */
export function NoPermission({ what, permission, role, giver, action }: NoPermissionProps) {
	return (
		<div className={classes.box}>
			<b>
				<Icon name="lock" /> Your role can’t open {what}
			</b>
			<p>
				Your role here is {role}.{permission === null ? "" : ` This page needs the permission “${permission}”.`}{" "}
				{giver ?? "An owner or an admin of this company can give it to you."}
			</p>
			{action}
		</div>
	);
}

/** A strip above rows that are still good: partial, stale, failed refresh. */
export function NoticeBar({ tone, children }: { readonly tone: "wait" | "fail" | "idle"; readonly children: ReactNode }) {
	return (
		<div className={`${classes.bar} ${classes[tone]}`} role="status">
			<Icon name={tone === "idle" ? "clock" : tone === "wait" ? "alert-circle" : "alert-triangle"} size={14} />
			<div className={classes.said}>{children}</div>
		</div>
	);
}

/** A still bar in the place of text. */
export function Bone({ width }: { readonly width: string }) {
	return <span className={classes.bone} style={{ width }} aria-hidden="true" />;
}

const boneWidths = ["38%", "62%", "47%", "70%", "33%", "55%"];

export function LoadingState() {
	return (
		<div className={classes.sheet} role="status" aria-label="Loading">
			{boneWidths.map((width) => (
				<Bone key={width} width={width} />
			))}
		</div>
	);
}
