// Docks above the footer while rows are chosen: how many, their sums, and what can be done with all of them at once.
import { Tooltip } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { Amount, countText } from "./amount.tsx";
import classes from "./bulk-bar.module.css";
import { Button } from "./button.tsx";
import type { IconName } from "./icon-paths.ts";
import type { CurrencySum } from "./table/selection-sums.ts";
import type { Selection } from "./table/use-selection.ts";

export interface BulkAction {
	readonly label: string;
	readonly icon?: IconName;
	readonly shortcut?: string;
	readonly tone?: "plain" | "primary" | "danger";
	/** Why it doesn't fit every chosen row: shown on the button, which is off. */
	readonly why?: string | null;
	readonly busy?: boolean;
	readonly onClick: () => void;
}

interface BulkBarProps<Row> {
	readonly selection: Selection<Row>;
	/** Rows that match, when known. */
	readonly total: number | null | undefined;
	readonly noun: string;
	readonly nouns?: string;
	/** What fits every chosen row first; the others follow, off, with their reason. */
	readonly actions: readonly BulkAction[];
	/** The server can't act on everything that matches: then only loaded rows can be chosen. */
	readonly loadedOnly?: boolean;
	readonly sums?: ReactNode;
}

export function BulkBar<Row>({ selection, total, noun, nouns = `${noun}s`, actions, loadedOnly = false, sums }: BulkBarProps<Row>) {
	if (selection.count === 0) return null;
	const sorted = [...actions.filter((action) => !action.why), ...actions.filter((action) => action.why)];
	const matching = total ?? 0;
	return (
		<div className={classes.bar} role="toolbar" aria-label="With the chosen rows">
			<b className="num" role="status">
				{countText(selection.count)} {matching > 0 ? `of ${countText(matching)} ` : ""}
				{(matching > 0 ? matching : selection.count) === 1 ? noun : nouns} selected
			</b>
			{sorted.map((action) => (
				<BulkButton key={action.label} action={action} />
			))}
			{loadedOnly || selection.all || matching <= selection.count ? null : (
				<Button size="small" tone="quiet" onClick={selection.everything}>
					Select all {countText(matching)} that match
				</Button>
			)}
			<Button size="small" tone="quiet" shortcut="Esc" onClick={selection.clear}>
				Clear
			</Button>
			<span className="grow" />
			<span className={classes.sums}>{sums}</span>
		</div>
	);
}

function BulkButton({ action: { label, why, ...rest } }: { readonly action: BulkAction }) {
	const button = (
		<Button
			size="small"
			{...rest}
			aria-disabled={why ? true : undefined}
			onClick={why ? undefined : rest.onClick}
			data-off={why ? true : undefined}
		>
			{label}
		</Button>
	);
	return why ? <Tooltip label={why}>{button}</Tooltip> : button;
}

/** "Selected: amount 768.00, net 700.00 USD", a group per currency. */
export function SelectionSums({ sums }: { readonly sums: readonly CurrencySum[] }) {
	return sums.map((sum) => (
		<span key={sum.currency} className={classes.sum}>
			{sum.parts.map(({ label, value }) => (
				<Fragment key={label}>
					<span className="dim">{label}</span> <Amount value={value} strong />{" "}
				</Fragment>
			))}
			<span className="dim">{sum.currency}</span>
		</span>
	));
}
