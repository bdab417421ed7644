// The frame of one section: where it stands, its title, what it is for, and its body as a form or as a table.
import type { ReactNode } from "react";
import { type Crumb, PageHead, TopBar } from "../../../kit/page.tsx";
import classes from "./settings-layout.module.css";

interface SettingsPageProps {
	readonly title: string;
	/** Between "Settings" and the title: the list that this page was opened from. */
	readonly crumbs?: readonly Crumb[];
	/** What this is for, in a sentence. */
	readonly lead?: ReactNode;
	readonly before?: ReactNode;
	readonly beside?: ReactNode;
	/** Right of the title; at most one primary button. */
	readonly tools?: ReactNode;
	readonly meta?: ReactNode;
	/** "form" scrolls and is at most 640 px wide; "wide" gives all the room to a table, which scrolls by itself. */
	readonly body: "form" | "wide";
	readonly children: ReactNode;
}

const noCrumbs: readonly Crumb[] = [];

export function SettingsPage({ title, crumbs = noCrumbs, lead, before, beside, tools, meta, body, children }: SettingsPageProps) {
	const head = (
		<>
			<PageHead title={title} before={before} beside={beside}>
				{tools}
			</PageHead>
			{lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
		</>
	);
	return (
		<>
			<TopBar crumbs={[{ label: "Settings", to: "/settings" }, ...crumbs, { label: title }]} meta={meta} />
			{body === "form" ? (
				<div className={classes.scroll}>
					{head}
					<div className={classes.form}>{children}</div>
				</div>
			) : (
				<>
					{head}
					{children}
				</>
			)}
		</>
	);
}
