// Approvals: everything that waits for a person, in one inbox. The list is home; an answer leads on to the next one.
import { useMediaQuery } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { Freshness } from "../../../app/freshness.tsx";
import { useNow } from "../../../app/now.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { countText } from "../../../kit/amount.tsx";
import { tell } from "../../../kit/notices.ts";
import { PageHead, TopBar } from "../../../kit/page.tsx";
import { Segmented } from "../../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { useKeys } from "../../../kit/use-keys.ts";
import { Refused } from "../people/ask-for-access.tsx";
import { type Approval, grouped, neighbourOf } from "./approval-groups.ts";
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
	const list = useKeysetRows<Approval, RouterOutputs["approvals"]["list"]>({
		key: [...trpc.approvals.list.pathKey(), { list: view }],
		fetch: (after, signal) => api.approvals.list.query({ view, after }, { signal }),
	});
	const groups = view === "decided" ? null : grouped(list.rows, zone, now);
	const rows = groups === null ? list.rows : groups.flatMap((each) => each.rows);
	const openId = search.open ?? (narrow ? null : (rows[0]?.id ?? null));
	const show = (open: string | undefined): void => void navigate({ search: (before) => ({ ...before, open }), replace: true });
	const walk = (by: 1 | -1): void => {
		const at = rows.findIndex((row) => row.id === openId);
		const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
		if (next !== undefined) show(next.id);
		if (at + by >= rows.length - 5) list.more();
	};
	useKeys({ j: () => walk(1), k: () => walk(-1), Escape: () => show(undefined) });
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
	const title = (label: string, count: number | undefined): string => (count === undefined ? label : `${label} ${countText(count)}`);
	return (
		<>
			<TopBar crumbs={[{ label: "Approvals" }]} meta={<Freshness />} />
			<PageHead title="Approvals" beside={counts === undefined ? null : <span className="dim num">{waitText(counts.mine)}</span>}>
				{narrow && openId !== null ? null : (
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
				)}
			</PageHead>
			{list.loading ? (
				<LoadingState />
			) : list.error !== null && list.rows.length === 0 ? (
				<ErrorState error={list.error} retry={list.again} />
			) : rows.length === 0 && search.open === undefined ? (
				<Nothing view={view} />
			) : (
				<div className={classes.inbox} data-open={openId !== null || undefined}>
					<ApprovalList groups={groups} rows={rows} openId={openId} zone={zone} now={now} hasMore={list.hasMore} more={list.more} />
					{openId === null ? (
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

function Nothing({ view }: { readonly view: View }) {
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
