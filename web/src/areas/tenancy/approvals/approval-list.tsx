// The inbox's lines, grouped by when they are due; the open one is walked with J and K.
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";
import { Amount, countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { Key } from "../../../kit/key.tsx";
import { ageText, momentText } from "../../../kit/time-text.ts";
import { type Approval, dueText, type GroupedApprovals } from "./approval-groups.ts";
import { actionWord, approvalWords, askedBy, iconOf } from "./approval-words.tsx";
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
	readonly choice: Choice;
}

/** Alike ones that are answered together. */
export interface Choice {
	readonly ids: ReadonlySet<string>;
	/** What the chosen ones are about; null: none is chosen. */
	readonly action: string | null;
	readonly toggle: (row: Approval) => void;
}

export function ApprovalList({ groups, rows, openId, zone, now, hasMore, more, choice }: ApprovalListProps) {
	const box = useRef<HTMLDivElement>(null);
	useShowOpen(box, openId);
	const way = useWay();
	return (
		<nav className={classes.list} aria-label="Approvals in this list">
			<div className={classes.rows} ref={box}>
				{groups === null ? (
					<Lines rows={rows} openId={openId} way={way} zone={zone} now={now} choice={null} />
				) : (
					groups.map(({ group, title, rows: lines }, index) => (
						<section key={title} aria-label={title}>
							<h2>
								<span className="grow">{title}</span>
								<span className="num">
									{countText(lines.length)}
									{hasMore && index === groups.length - 1 ? "+" : ""}
								</span>
							</h2>
							<Lines
								rows={lines}
								group={group}
								openId={openId}
								way={way}
								zone={zone}
								now={now}
								choice={group === "locked" ? null : choice}
							/>
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
				<Key>K</Key> move <Key>A</Key> approve <Key>X</Key> reject <Key>S</Key> several
			</p>
		</nav>
	);
}

/** How a line is opened: the page's own address with another approval. */
interface Way {
	readonly to: (id: string) => string;
	readonly open: (id: string) => void;
}

function useWay(): Way {
	const router = useRouter();
	const navigate = useNavigate({ from: "/approvals" });
	const { href } = router.buildLocation({ to: "/approvals", search: (before) => ({ ...before, open: "-id-" }) });
	return {
		to: (id) => href.replace("-id-", id),
		open: (id) => void navigate({ search: (before) => ({ ...before, open: id }) }),
	};
}

interface LinesProps {
	readonly rows: readonly Approval[];
	readonly group?: string;
	readonly openId: string | null;
	readonly way: Way;
	readonly zone: string;
	readonly now: string;
	/** null: these can't be answered. */
	readonly choice: Choice | null;
}

function Lines({ rows, group, openId, way, zone, now, choice }: LinesProps) {
	return (
		<ul>
			{rows.map((row) => (
				<li key={row.id} className={choice === null ? undefined : classes.choosable}>
					{choice === null ? null : <Box row={row} choice={choice} />}
					{/* No router's link: each of hundreds would follow every step of the walk. */}
					<a
						href={way.to(row.id)}
						onClick={(event) => {
							if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
							event.preventDefault();
							way.open(row.id);
						}}
						className={classes.row}
						aria-current={row.id === openId || undefined}
						data-current={row.id === openId || undefined}
						data-group={group}
						data-locked={group === "locked" || undefined}
					>
						{choice === null ? <Icon name={row.lock === null || row.status !== "open" ? iconOf(row) : "lock"} /> : null}
						<span className={`${classes.title} trunc`}>{row.title}</span>
						<span className={`${classes.due} num`}>
							{row.status === "open" ? dueText(row.dueAt, zone, now) : approvalWords[row.status].word}
						</span>
						<span className={`${classes.under} trunc`}>{row.sentence}</span>
						<span className={`${classes.under} ${classes.last} dim`}>
							<span className="trunc grow">{lastLine(row, zone, now)}</span>
							{row.amount === null ? null : (
								<span className={classes.worth}>
									<Amount value={row.amount} withCurrency />
									{row.amounts.length > 1 ? ` +${row.amounts.length - 1}` : ""}
								</span>
							)}
						</span>
					</a>
				</li>
			))}
		</ul>
	);
}

function Box({ row, choice: { ids, action, toggle } }: { readonly row: Approval; readonly choice: Choice }) {
	const other = action !== null && action !== row.action;
	return (
		<span className={classes.box}>
			<input
				type="checkbox"
				aria-label={`Answer with others: ${row.title}`}
				title={other ? `Only ${actionWord(action)}s can be answered together with what is chosen` : undefined}
				checked={ids.has(row.id)}
				disabled={other}
				onChange={() => toggle(row)}
			/>
		</span>
	);
}

function lastLine(row: Approval, zone: string, now: string): string {
	if (row.status !== "open")
		return `${row.decidedBy ?? "Nobody"}${row.decidedFor === null ? "" : ` for ${row.decidedFor}`}, ${momentText(row.decidedAt ?? row.dueAt, zone, now)}`;
	if (row.lock === "own") return "You prepared it: another approver decides";
	if (row.lock === "about") return `${askedBy(row)} · it is about your own role`;
	if (row.lock === "permission") return `${askedBy(row)} · your role can’t decide it`;
	const own = row.inPlaceOf === null ? "" : `for ${row.inPlaceOf} · `;
	const waits = Date.parse(now) - Date.parse(row.askedAt);
	return `${own}${askedBy(row)} · ${waits < 60_000 ? "asked just now" : `waits ${ageText(waits)}`}`;
}

/** The open line stays in view while J and K walk. */
function useShowOpen(box: RefObject<HTMLDivElement | null>, openId: string | null): void {
	useEffect(() => {
		if (openId !== null) box.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
	}, [box, openId]);
}
