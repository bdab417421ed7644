// The inbox's lines, grouped by when they are due; the open one is walked with J and K.
import { Link } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";
import { countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { Key } from "../../../kit/key.tsx";
import { ageText, momentText } from "../../../kit/time-text.ts";
import { type Approval, dueText, type GroupedApprovals, groupTitles } from "./approval-groups.ts";
import { approvalWords, askedBy, kindIcons } from "./approval-words.tsx";
import classes from "./approvals.module.css";

interface ApprovalListProps {
	readonly groups: readonly GroupedApprovals[] | null;
	/** Decided ones aren't grouped. */
	readonly rows: readonly Approval[];
	readonly openId: string | null;
	readonly zone: string;
	readonly now: string;
	readonly hasMore: boolean;
	readonly more: () => void;
}

export function ApprovalList({ groups, rows, openId, zone, now, hasMore, more }: ApprovalListProps) {
	const box = useRef<HTMLDivElement>(null);
	useShowOpen(box, openId);
	return (
		<nav className={classes.list} aria-label="Approvals in this list">
			<div className={classes.rows} ref={box}>
				{groups === null ? (
					<Lines rows={rows} openId={openId} zone={zone} now={now} />
				) : (
					groups.map(({ group, rows: lines }, index) => (
						<section key={group} aria-label={groupTitles[group]}>
							<h2>
								<span className="grow">{groupTitles[group]}</span>
								<span className="num">
									{countText(lines.length)}
									{hasMore && index === groups.length - 1 ? "+" : ""}
								</span>
							</h2>
							<Lines rows={lines} group={group} openId={openId} zone={zone} now={now} />
						</section>
					))
				)}
				{hasMore ? (
					<p style={{ padding: 12 }}>
						<Button size="small" onClick={more}>
							Show more
						</Button>
					</p>
				) : null}
			</div>
			<p className={classes.keys} aria-hidden="true">
				<Key>J</Key>
				<Key>K</Key> move <Key>A</Key> approve <Key>X</Key> reject <Key>C</Key> comment
			</p>
		</nav>
	);
}

interface LinesProps {
	readonly rows: readonly Approval[];
	readonly group?: string;
	readonly openId: string | null;
	readonly zone: string;
	readonly now: string;
}

function Lines({ rows, group, openId, zone, now }: LinesProps) {
	return (
		<ul>
			{rows.map((row) => (
				<li key={row.id}>
					<Link
						to="/approvals"
						search={(before) => ({ ...before, open: row.id })}
						className={classes.row}
						aria-current={row.id === openId || undefined}
						// Every line leads to this page: only the open one is current.
						activeProps={{ "aria-current": row.id === openId || undefined }}
						data-current={row.id === openId || undefined}
						data-group={group}
						data-locked={group === "locked" || undefined}
					>
						<Icon name={row.lock === null || row.status !== "open" ? kindIcons[row.kind] : "lock"} />
						<span className={`${classes.title} trunc`}>{row.title}</span>
						<span className={`${classes.due} num`}>
							{row.status === "open" ? dueText(row.dueAt, zone, now) : approvalWords[row.status].word}
						</span>
						<span className={`${classes.under} trunc`}>{row.sentence}</span>
						<span className={`${classes.under} dim trunc`}>{lastLine(row, zone, now)}</span>
					</Link>
				</li>
			))}
		</ul>
	);
}

function lastLine(row: Approval, zone: string, now: string): string {
	if (row.status !== "open") return `${row.decidedBy ?? "Nobody"}, ${momentText(row.decidedAt ?? row.dueAt, zone, now)}`;
	if (row.lock === "own") return "You prepared it: another approver decides";
	if (row.lock === "permission") return `${askedBy(row)} · your role can’t decide it`;
	const waits = Date.parse(now) - Date.parse(row.askedAt);
	return `${askedBy(row)} · ${waits < 60_000 ? "asked just now" : `waits ${ageText(waits)}`}`;
}

/** The open line stays in view while J and K walk. */
function useShowOpen(box: RefObject<HTMLDivElement | null>, openId: string | null): void {
	useEffect(() => {
		if (openId !== null) box.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
	}, [box, openId]);
}
