// Approvals: everything that waits for a person, in one inbox. The list is home; an answer leads on to the next one.
import { useMediaQuery } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { Freshness } from "../../../app/freshness.tsx";
import { listOf } from "../../../app/url-search.ts";
import { useNow } from "../../../app/now.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { tell } from "../../../kit/notices.ts";
import { PageHead, TopBar } from "../../../kit/page.tsx";
import { Segmented } from "../../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../../kit/states.tsx";
import { useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { useKeys } from "../../../kit/use-keys.ts";
import { Refused } from "../people/ask-for-access.tsx";
import { AbsenceDialog } from "./absence-dialog.tsx";
import { AnswerSeveral } from "./answer-several.tsx";
import { ApprovalFilters, atLeastOf } from "./approval-filters.tsx";
import { type Approval, grouped, groupedByWorth, neighbourOf } from "./approval-groups.ts";
import { ApprovalItem } from "./approval-item.tsx";
import { ApprovalList } from "./approval-list.tsx";
import { type ApprovalDetail, verbsOf } from "./approval-words.tsx";
import classes from "./approvals.module.css";

const route = getRouteApi("/shell/approvals");
const views = ["open", "prepared", "decided"] as const;
type View = (typeof views)[number];

export function ApprovalsPage() {
	if (useMay("approvals.read")) return <Inbox />;
	return (
		<>
			<TopBar crumbs={[{ label: "Approvals" }]} />
			<PageHead title="Approvals" />
			<Refused what="Approvals" permission="approvals.read" />
		</>
	);
}

function Inbox() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/approvals" });
	const zone = useZone();
	const now = useNow(60_000);
	const narrow = useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) === true;
	const view: View = views.find((each) => each === search.view) ?? "open";
	const sort = search.sort === "amount" && view !== "decided" ? "amount" : "due";
	const actions = listOf(search.about);
	const atLeast = atLeastOf(search.worth);
	const [away, setAway] = useState(false);
	const list = useKeysetRows<Approval, RouterOutputs["approvals"]["list"]>({
		key: [...trpc.approvals.list.pathKey(), { list: view, sort, actions, atLeast }],
		fetch: (after, signal) => api.approvals.list.query({ view, sort, actions: [...actions], atLeast, after }, { signal }),
	});
	const groups =
		view === "decided" ? null : sort === "amount" ? groupedByWorth(list.rows, atLeast?.currency ?? null) : grouped(list.rows, zone, now);
	const rows = groups === null ? list.rows : groups.flatMap((each) => each.rows);
	const openId = search.open ?? (narrow ? null : (rows[0]?.id ?? null));
	const show = (open: string | undefined): void => void navigate({ search: (before) => ({ ...before, open }), replace: true });
	const walk = (by: 1 | -1): void => {
		const at = rows.findIndex((row) => row.id === openId);
		const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
		if (next !== undefined) show(next.id);
		if (at + by >= rows.length - 5) list.more();
	};
	const several = useSeveral(rows);
	// On a phone the list stays until somebody goes on to answer: there is no room for both.
	const [answering, setAnswering] = useState(false);
	const chosen = several.chosen.length;
	const showsSeveral = chosen > 0 && (!narrow || answering);
	const chooseNone = (): void => {
		several.clear();
		setAnswering(false);
	};
	useKeys({
		j: () => walk(1),
		k: () => walk(-1),
		s: () => several.toggle(rows.find(({ id }) => id === openId)),
		Escape: () => (chosen > 0 ? chooseNone() : show(undefined)),
	});
	const decided = (approval: ApprovalDetail, verdict: "approve" | "reject"): void => {
		show(neighbourOf(rows, approval.id) ?? undefined);
		tell({
			sentence: verdict === "approve" ? `Approved: ${approval.title}. ${verbsOf(approval).after}` : `Rejected: ${approval.title}.`,
			action: {
				label: "Open the run",
				onClick: () => void navigate({ to: "/jobs/$jobId", params: { jobId: approval.jobId } }),
			},
		});
	};
	const counts = list.first?.counts;
	const standsIn = list.first?.standsInFor ?? [];
	const title = (label: string, count: number | undefined): string => (count === undefined ? label : `${label} ${countText(count)}`);
	return (
		<>
			<TopBar crumbs={[{ label: "Approvals" }]} meta={<Freshness />} />
			<PageHead title="Approvals" beside={counts === undefined ? null : <span className="dim num">{waitText(counts.mine)}</span>}>
				{narrow && openId !== null ? null : (
					<>
						<Button icon="users" size="small" onClick={() => setAway(true)}>
							While you’re away
						</Button>
						<Segmented
							label="Which approvals"
							value={view}
							options={[
								{ value: "open", label: title("Open", counts?.open) },
								{ value: "prepared", label: title("Prepared by me", counts?.prepared) },
								{ value: "decided", label: "Decided" },
							]}
							onChange={(next) =>
								void navigate({ search: (before) => ({ ...before, view: next === "open" ? undefined : next, open: undefined }) })
							}
						/>
					</>
				)}
			</PageHead>
			{away ? <AbsenceDialog zone={zone} now={now} onClose={() => setAway(false)} /> : null}
			{standsIn.length === 0 ? null : (
				<NoticeBar tone="idle">
					<span>
						You decide for {standsIn.join(", ")} while they are away: what they may decide is among yours, except what they or you prepared.
					</span>
				</NoticeBar>
			)}
			{narrow && openId !== null ? null : (
				<ApprovalFilters
					search={search}
					rows={list.rows}
					sortable={view !== "decided"}
					onChange={(next) => void navigate({ search: (before) => ({ ...before, ...next, open: undefined }) })}
				/>
			)}
			{narrow && openId === null && chosen > 0 && !answering ? (
				<div className={`${classes.chosenBar} row`} role="status">
					<span className="grow">{countText(chosen)} chosen</span>
					<Button tone="quiet" onClick={chooseNone}>
						Choose none
					</Button>
					<Button tone="primary" onClick={() => setAnswering(true)}>
						{chosen === 1 ? "Answer it" : "Answer them"}
					</Button>
				</div>
			) : null}
			{list.loading ? (
				<LoadingState />
			) : list.error !== null && list.rows.length === 0 ? (
				<ErrorState error={list.error} retry={list.again} />
			) : rows.length === 0 && search.open === undefined && !showsSeveral ? (
				<Nothing view={view} filtered={actions.length > 0 || atLeast !== null} />
			) : (
				<div className={classes.inbox} data-open={openId !== null || showsSeveral || undefined}>
					<ApprovalList
						groups={groups}
						rows={rows}
						openId={openId}
						zone={zone}
						now={now}
						hasMore={list.hasMore}
						more={list.more}
						choice={several.choice}
					/>
					{showsSeveral ? (
						<AnswerSeveral chosen={several.chosen} onDrop={several.drop} onClear={chooseNone} />
					) : openId === null ? (
						<div className={classes.item} />
					) : (
						<ApprovalItem id={openId} zone={zone} now={now} onBack={() => show(undefined)} onDecided={decided} />
					)}
				</div>
			)}
		</>
	);
}

const waitText = (count: number): string =>
	count === 0 ? "nothing waits for you" : count === 1 ? "1 waits for you" : `${countText(count)} wait for you`;

/** Alike ones that are answered together; they stay listed with their outcome after they have left the inbox. */
function useSeveral(rows: readonly Approval[]) {
	const [chosen, setChosen] = useState<readonly Approval[]>([]);
	const action = chosen[0]?.action ?? null;
	const drop = (id: string): void => setChosen((before) => before.filter((each) => each.id !== id));
	const toggle = (row: Approval | undefined): void => {
		if (row === undefined || row.status !== "open" || row.lock !== null) return;
		if (chosen.some(({ id }) => id === row.id)) drop(row.id);
		else if (action === null || action === row.action) setChosen([...chosen, row]);
	};
	// As the list has it now: an answer is bound to what is shown.
	const shown = chosen.map((each) => rows.find(({ id }) => id === each.id) ?? each);
	return {
		chosen: shown,
		toggle,
		drop,
		clear: () => setChosen([]),
		choice: { ids: new Set(chosen.map(({ id }) => id)), action, toggle },
	};
}

function Nothing({ view, filtered }: { readonly view: View; readonly filtered: boolean }) {
	if (filtered) return <EmptyState title="Nothing like this is here">Drop a filter to see the others.</EmptyState>;
	if (view === "prepared")
		return (
			<EmptyState title="Nothing of yours waits for somebody else">
				A change that a policy wants a second person for appears here once you have sent it, until it is decided.
			</EmptyState>
		);
	if (view === "decided")
		return <EmptyState title="Nothing was decided yet">Answers stay here with who gave them, when and why.</EmptyState>;
	return (
		<EmptyState title="Nothing waits for a decision">
			What a run or a policy wants a person’s word on appears here: many deletions at once, or a change that needs a second pair of eyes.
		</EmptyState>
	);
}
