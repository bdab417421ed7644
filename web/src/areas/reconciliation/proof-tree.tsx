// The lines of a proof as a tree grid. A tied branch is read only when it is opened; a broken one opens by itself.
import { type KeyboardEvent, useState } from "react";
import { Amount, countText } from "../../kit/amount.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import { Icon } from "../../kit/icon.tsx";
import { dateText } from "../../kit/time-text.ts";
import { lineWord } from "./exception-words.ts";
import { ProofLeaves } from "./proof-leaves.tsx";
import type { OpenCustody, ProofData } from "./proof.tsx";
import classes from "./proof.module.css";

interface ProofTreeProps {
	readonly runId: string;
	readonly proof: ProofData;
	readonly onCustody: OpenCustody;
}

type ProofLine = ProofData["lines"][number];

const ends = new Set(["payout", "bank"]);

/** Arrow keys move between the rows that are drawn; right opens, left closes. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
	const row = (event.target as HTMLElement).closest("tr");
	if (row === null) return;
	const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("tr[tabindex]")];
	const at = rows.indexOf(row);
	const step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
	if (step !== 0) {
		event.preventDefault();
		event.stopPropagation();
		rows[at + step]?.focus();
		return;
	}
	const open = row.getAttribute("aria-expanded");
	const toggles =
		(event.key === "ArrowRight" && open === "false") ||
		(event.key === "ArrowLeft" && open === "true") ||
		event.key === "Enter" ||
		event.key === " ";
	if (!toggles) return;
	event.preventDefault();
	row.click();
}

export function ProofTree({ runId, proof, onCustody }: ProofTreeProps) {
	const broken = (line: ProofLine): boolean => BigInt(line.difference.minor) !== 0n;
	const [openLines, setOpenLines] = useState<ReadonlySet<string>>(
		() => new Set(proof.lines.filter((line) => broken(line) && !ends.has(line.category)).map((line) => line.category)),
	);
	const toggle = (category: string): void =>
		setOpenLines((before) => {
			const next = new Set(before);
			if (!next.delete(category)) next.add(category);
			return next;
		});
	const inner = proof.lines.filter((line) => !ends.has(line.category));
	const final = proof.lines.find((line) => line.category === "payout");
	const bank = proof.lines.find((line) => line.category === "bank");
	return (
		<table className={classes.tree} role="treegrid" aria-label={`Proof of payout ${proof.payoutKey}`} onKeyDown={moveFocus}>
			<colgroup>
				<col />
				<col className={classes.count} style={{ width: 46 }} />
				<col style={{ width: 104 }} />
				<col style={{ width: 104 }} />
				<col style={{ width: 92 }} />
				<col style={{ width: 36 }} />
			</colgroup>
			<thead>
				<tr role="row">
					<th role="columnheader" scope="col">
						Line
					</th>
					<th role="columnheader" scope="col" className={`${classes.n} ${classes.count}`}>
						No.
					</th>
					<th role="columnheader" scope="col" className={classes.n}>
						Stripe
					</th>
					<th role="columnheader" scope="col" className={classes.n}>
						NetSuite
					</th>
					<th role="columnheader" scope="col" className={classes.n}>
						Difference
					</th>
					<th role="columnheader" scope="col">
						<span className="vh">Ties</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{inner.map((line, index) => {
					const open = openLines.has(line.category);
					return (
						<LineRows
							key={line.category}
							line={line}
							open={open}
							first={index === 0}
							last={index === inner.length - 1 && !open}
							onToggle={() => toggle(line.category)}
						>
							{open ? <ProofLeaves runId={runId} payoutKey={proof.payoutKey} line={line} onCustody={onCustody} /> : null}
						</LineRows>
					);
				})}
				{final === undefined ? null : <FinalRow proof={proof} line={final} onCustody={onCustody} />}
				{bank === undefined ? null : <BankRow proof={proof} line={bank} onCustody={onCustody} />}
			</tbody>
		</table>
	);
}

interface LineRowsProps {
	readonly line: ProofLine;
	readonly open: boolean;
	readonly first: boolean;
	readonly last: boolean;
	readonly onToggle: () => void;
	readonly children: React.ReactNode;
}

function LineRows({ line, open, first, last, onToggle, children }: LineRowsProps) {
	return (
		<>
			<tr
				role="row"
				aria-level={1}
				aria-expanded={open}
				tabIndex={first ? 0 : -1}
				className={last ? classes.last : undefined}
				onClick={onToggle}
			>
				<td role="rowheader">
					<span className={classes.name}>
						<Icon name={open ? "chevron-down" : "chevron-right"} size={14} />
						<span>{lineWord(line.category)}</span>
					</span>
				</td>
				<td role="gridcell" className={`${classes.n} ${classes.count} sec`}>
					{countText(line.aCount)}
				</td>
				<td role="gridcell" className={classes.n}>
					<Amount value={line.a} />
				</td>
				<td role="gridcell" className={classes.n}>
					<Amount value={line.b} />
				</td>
				<td role="gridcell" className={classes.n}>
					<Amount value={line.difference} dimZero />
				</td>
				<td role="gridcell" className={classes.n}>
					<TieMark difference={line.difference} bare />
				</td>
			</tr>
			{children}
		</>
	);
}

interface EndRowProps {
	readonly proof: ProofData;
	readonly line: ProofLine;
	readonly onCustody: OpenCustody;
}

const pointerOf = (row: ProofData["bankRow"]): string | null => (row === null ? null : `${row.canonicalId}.${row.canonicalVersion}`);

function FinalRow({ proof, line, onCustody }: EndRowProps) {
	const pointer = pointerOf(proof.depositRow);
	const agrees = proof.bank !== null && proof.bank.minor === proof.payout.minor;
	return (
		<tr role="row" aria-level={1} tabIndex={-1} className={classes.final} onClick={pointer === null ? undefined : () => onCustody(pointer)}>
			<td role="rowheader">
				<span className={classes.name}>
					<span>{proof.depositRow === null ? "Payout" : `Payout, and deposit ${proof.depositRow.label}`}</span>
				</span>
			</td>
			<td role="gridcell" className={classes.count} />
			<td role="gridcell" className={classes.n}>
				<Amount value={proof.payout} final={agrees} />
			</td>
			<td role="gridcell" className={classes.n}>
				{proof.booked === null ? "not booked" : <Amount value={proof.booked} />}
			</td>
			<td role="gridcell" className={classes.n}>
				<Amount value={line.difference} dimZero />
			</td>
			<td role="gridcell" className={classes.n}>
				<TieMark difference={line.difference} bare />
			</td>
		</tr>
	);
}

function BankRow({ proof, line, onCustody }: EndRowProps) {
	const pointer = pointerOf(proof.bankRow);
	return (
		<tr role="row" aria-level={1} tabIndex={-1} onClick={pointer === null ? undefined : () => onCustody(pointer)}>
			<td role="rowheader">
				<span className={classes.name}>
					<Icon name="building-bank" size={14} />
					<span>
						{proof.bankRow === null
							? "Bank line"
							: `Bank line ${dateText(proof.bankRow.ledgerDate, proof.ledgerDate.slice(0, 4))}, ${proof.bankRow.label}`}
					</span>
				</span>
			</td>
			<td role="gridcell" className={classes.count} />
			<td role="gridcell" className={classes.n}>
				{proof.bank === null ? "not in the bank" : <Amount value={proof.bank} />}
			</td>
			<td role="gridcell" />
			<td role="gridcell" className={classes.n}>
				{BigInt(line.difference.minor) === 0n ? null : <Amount value={line.difference} />}
			</td>
			<td role="gridcell" className={classes.n}>
				<TieMark difference={line.difference} bare />
			</td>
		</tr>
	);
}
