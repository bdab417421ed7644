// One record that could not be read: as it was received with the failing field marked, why, what to do, try again or set it aside.
import { Modal, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { countText } from "../../kit/amount.tsx";
import { Button, buttonClass } from "../../kit/button.tsx";
import { CodeBlock } from "../../kit/code-block.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import { hasNoId, type Quarantined } from "./quarantine-columns.tsx";

interface QuarantinePanelProps {
	readonly row: Quarantined;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function QuarantinePanel({ row, zone, takeFocus, onClose }: QuarantinePanelProps) {
	const query = useQuery(trpc.quarantine.get.queryOptions({ id: row.id }));
	const open = row.dismissedAt === null && row.resolvedByJobId === null;
	const title = hasNoId(row.naturalKey) ? "A record without a readable id" : row.naturalKey;
	return (
		<Panel label={title} title={title} subject={row.id} takeFocus={takeFocus} onClose={onClose}>
			<PanelBody>
				<PanelSection title="Why it could not be read">
					<p>{row.reason}</p>
				</PanelSection>
				<PanelSection title="What to do">
					<p>{row.fix}</p>
					{open ? <Answers row={row} /> : <Ended row={row} zone={zone} />}
				</PanelSection>
				<PanelSection title="As it was received">
					{query.data === undefined ? (
						query.isPending ? (
							<LoadingState />
						) : (
							<ErrorState error={query.error} retry={() => void query.refetch()} />
						)
					) : query.data.text === null ? (
						<p className="sec">The stored page can’t be read; its own page says why.</p>
					) : (
						<>
							{query.data.field === null ? null : (
								<p className="small sec">
									The marked part is the field <span className="mono">{query.data.field}</span>.
								</p>
							)}
							<CodeBlock label="The record" text={query.data.text} mark={query.data.mark} />
						</>
					)}
				</PanelSection>
				<PanelSection title="Where it came from">
					<FactList
						facts={[
							{ label: "Connection", value: row.connectionName },
							{ label: "Stream", value: streamText(row.stream) },
							{
								label: "Stored page",
								value: (
									<Link to="/pages/$pageId" params={{ pageId: row.pageId }} search={{ index: String(row.pageIndex) }}>
										row {countText(row.pageIndex + 1)}
									</Link>
								),
							},
							{ label: "Since", value: fullMomentText(row.createdAt, zone) },
							{ label: "Code", value: <span className="mono">{row.code}</span> },
						]}
					/>
				</PanelSection>
			</PanelBody>
		</Panel>
	);
}

function Ended({ row, zone }: { readonly row: Quarantined; readonly zone: string }) {
	if (row.resolvedByJobId !== null) {
		return (
			<p className="sec">
				It could be read later, by{" "}
				<Link to="/jobs/$jobId" params={{ jobId: row.resolvedByJobId }}>
					this run
				</Link>
				.
			</p>
		);
	}
	return (
		<p className="sec">
			Set aside by {row.dismissedBy ?? "Tieout"}, {row.dismissedAt === null ? "" : fullMomentText(row.dismissedAt, zone)}: “
			{row.dismissReason}”
		</p>
	);
}

function Answers({ row }: { readonly row: Quarantined }) {
	const may = useMay("quarantine.retry");
	const mayReplay = useMay("jobs.replay") && row.fetchedByJobId !== null;
	const navigate = useNavigate();
	const retry = useMutation(
		trpc.quarantine.retry.mutationOptions({
			onSuccess: ({ jobId }) => {
				void queryClient.invalidateQueries();
				void navigate({ to: "/jobs/$jobId", params: { jobId } });
			},
		}),
	);
	if (!may) return <p className="dim small">A controller, a preparer or an engineer can try it again or set it aside.</p>;
	return (
		<>
			{retry.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(retry.error).sentence}
				</p>
			)}
			<span className="row wrap" style={{ marginTop: 8 }}>
				{mayReplay && row.fetchedByJobId !== null ? (
					<Link
						to="/jobs/$jobId/replay"
						params={{ jobId: row.fetchedByJobId }}
						search={{ mode: "refetch" }}
						className={buttonClass({ size: "small", tone: "primary" })}
					>
						<Icon name="player-track-next" />
						Fetch it again
					</Link>
				) : null}
				<Button size="small" tone={mayReplay ? "plain" : "primary"} busy={retry.isPending} onClick={() => retry.mutate({ ids: [row.id] })}>
					Read it again
				</Button>
				<Dismiss ids={[row.id]} />
			</span>
		</>
	);
}

/** Sets records aside, with a reason that stays. */
export function Dismiss({ ids }: { readonly ids: readonly string[] }) {
	const [asking, setAsking] = useState(false);
	const [reason, setReason] = useState("");
	const [missing, setMissing] = useState(false);
	const dismiss = useMutation(
		trpc.quarantine.dismiss.mutationOptions({
			onSuccess: () => {
				setAsking(false);
				void queryClient.invalidateQueries();
			},
		}),
	);
	return (
		<>
			<Button size="small" tone="quiet" onClick={() => setAsking(true)}>
				Set aside
			</Button>
			<Modal
				opened={asking}
				onClose={() => setAsking(false)}
				title={ids.length === 1 ? "Set this record aside?" : `Set ${countText(ids.length)} records aside?`}
				closeButtonProps={{ "aria-label": "Close" }}
			>
				<p className="sec">
					It stays missing from the rows and the totals. The record and its stored page are kept; the reason is shown with it.
				</p>
				<Textarea
					mt={12}
					label="Why"
					autosize
					minRows={2}
					value={reason}
					error={missing ? "Say why it may be left out." : undefined}
					onChange={(event) => {
						setReason(event.currentTarget.value);
						setMissing(false);
					}}
				/>
				{dismiss.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(dismiss.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep it open
					</Button>
					<Button
						tone="danger"
						busy={dismiss.isPending}
						onClick={() => (reason.trim() === "" ? setMissing(true) : dismiss.mutate({ ids: [...ids], reason: reason.trim() }))}
					>
						Set aside
					</Button>
				</div>
			</Modal>
		</>
	);
}
