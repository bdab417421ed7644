// What a replay changed, record by record: matches, then exceptions, then records; the changed words of a value are marked.
import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { MoneyWire } from "../../../../domain/core/money.ts";
import { Amount, countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { changedWords, type Piece } from "./changed-words.ts";
import { changeWords, originWords } from "./change-words.ts";
import classes from "./replay-diff.module.css";

export interface DiffRow {
	readonly id: string;
	readonly change: string;
	readonly label: string;
	readonly recordId: string | null;
	readonly field: string | null;
	readonly before: string | null;
	readonly after: string | null;
	readonly difference: MoneyWire | null;
	readonly origin: string | null;
}

export interface DiffGroup {
	readonly name: string;
	readonly title: string;
	readonly total: number;
	readonly rows: readonly DiffRow[];
	readonly open: boolean;
	readonly onOpen: (open: boolean) => void;
	readonly hasMore: boolean;
	readonly loading: boolean;
	readonly more: () => void;
}

interface ReplayDiffProps {
	readonly groups: readonly DiffGroup[];
	readonly beforeTitle: string;
	readonly afterTitle: string;
}

export function ReplayDiff({ groups, beforeTitle, afterTitle }: ReplayDiffProps) {
	return (
		<div className={classes.frame} role="region" aria-label="What the replay changed" tabIndex={0}>
			<table className={classes.table}>
				<colgroup>
					<col style={{ width: 116 }} />
					<col style={{ width: 160 }} />
					<col style={{ width: 100 }} />
					<col />
					<col />
					<col style={{ width: 104 }} />
					<col style={{ width: 92 }} />
				</colgroup>
				<thead>
					<tr>
						<th scope="col">Change</th>
						<th scope="col">Record</th>
						<th scope="col">Field</th>
						<th scope="col">{beforeTitle}</th>
						<th scope="col">{afterTitle}</th>
						<th scope="col" className={classes.end}>
							Difference
						</th>
						<th scope="col">Changed by</th>
					</tr>
				</thead>
				{groups.map((group) => (
					<GroupBody key={group.name} group={group} />
				))}
			</table>
		</div>
	);
}

function GroupBody({ group }: { readonly group: DiffGroup }) {
	const left = group.total - group.rows.length;
	return (
		<tbody>
			<tr className={classes.group}>
				<th scope="colgroup" colSpan={7}>
					<UnstyledButton aria-expanded={group.open} disabled={group.total === 0} onClick={() => group.onOpen(!group.open)}>
						<Icon name="chevron-down" size={14} />
						{group.title} <span className="dim num">{countText(group.total)}</span>
					</UnstyledButton>
				</th>
			</tr>
			{group.open ? group.rows.map((row) => <DiffLine key={row.id} row={row} />) : null}
			{group.open && (group.hasMore || group.loading) ? (
				<tr className={classes.more}>
					<td colSpan={7}>
						<Button size="small" tone="quiet" busy={group.loading} onClick={group.more}>
							{group.rows.length === 0 ? "Loading" : `Show more of ${countText(left)}`}
						</Button>
					</td>
				</tr>
			) : null}
		</tbody>
	);
}

function DiffLine({ row }: { readonly row: DiffRow }) {
	const words = row.before === null || row.after === null ? null : changedWords(row.before, row.after);
	const origin = row.origin === null ? null : (originWords[row.origin] ?? row.origin);
	return (
		<tr>
			<td>
				<WordChip {...changeWords(row.change)} />
			</td>
			<th scope="row" title={row.label}>
				{row.recordId === null ? (
					row.label
				) : (
					<Link to="/records/$recordId" params={{ recordId: row.recordId }}>
						{row.label}
					</Link>
				)}
			</th>
			<td className="sec" data-cell="field">
				{row.field ?? "whole record"}
			</td>
			<ValueCell value={row.before} pieces={words?.before} side={row.before === null ? undefined : classes.old} absent="not there" />
			<ValueCell value={row.after} pieces={words?.after} side={row.after === null ? undefined : classes.new} absent="gone" />
			<td className={classes.end}>
				{row.difference === null ? <span className="dim">{"\u2013"}</span> : <Amount value={row.difference} dimZero />}
			</td>
			<td className="sec" title={origin ?? ""}>
				{origin ?? <span className="dim">{"\u2013"}</span>}
			</td>
		</tr>
	);
}

interface ValueCellProps {
	readonly value: string | null;
	readonly pieces: readonly Piece[] | undefined;
	readonly side: string | undefined;
	readonly absent: string;
}

function ValueCell({ value, pieces, side, absent }: ValueCellProps) {
	const shown = pieces === undefined ? (value ?? <span className="dim">{absent}</span>) : marked(pieces);
	return (
		<td className={side} title={value ?? ""}>
			{shown}
		</td>
	);
}

/** The spaces around a marked run stay outside of its tint. */
const marked = (pieces: readonly Piece[]): ReactNode =>
	pieces.map((piece, index) => {
		const [, lead = "", core = "", tail = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(piece.text) ?? [];
		if (!piece.changed || core === "") return piece.text;
		return (
			<span key={index}>
				{lead}
				<mark>{core}</mark>
				{tail}
			</span>
		);
	});
