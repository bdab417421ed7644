// One place where a cursor stood; "rewind to here" says first what would be fetched again and what that may disturb.
import { Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { Button, buttonClass } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { FactList, Panel, PanelBody, PanelSection } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { PlanLine, planCount } from "../jobs/plan-block.tsx";
import { causeWord, type CursorMove } from "./cursor-columns.tsx";
import { cursorText } from "./cursor-text.ts";

interface RewindPanelProps {
	readonly connectionId: string;
	readonly stream: string;
	readonly streamTitle: string;
	readonly move: CursorMove;
	/** The cursor stands here now. */
	readonly here: boolean;
	readonly mayRewind: boolean;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function RewindPanel({ connectionId, stream, streamTitle, move, here, mayRewind, zone, takeFocus, onClose }: RewindPanelProps) {
	return (
		<Panel
			label={`Move ${move.no}`}
			title={`${streamTitle}, move ${move.no}`}
			subject={`${stream} ${move.no}`}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<WordChip {...causeWord(move.cause)} />}
		>
			<PanelBody>
				<PanelSection title="Cursor">
					<FactList
						facts={[
							{ label: "Before", value: <Cursor text={move.cursorBefore} /> },
							{ label: "After", value: <Cursor text={move.cursorAfter} /> },
							{ label: "Moved", value: fullMomentText(move.movedAt, zone) },
							{ label: "By", value: move.actorName ?? "Tieout" },
							...(move.reason === "" ? [] : [{ label: "Why", value: move.reason }]),
						]}
					/>
				</PanelSection>
				{here ? (
					<PanelSection>
						<p className="sec">The cursor stands here now. The next sync goes on from this place.</p>
					</PanelSection>
				) : mayRewind ? (
					<Rewind key={`${stream} ${move.no}`} connectionId={connectionId} stream={stream} no={move.no} onDone={onClose} />
				) : (
					<PanelSection>
						<p className="sec">A controller, a preparer or an engineer can rewind to here.</p>
					</PanelSection>
				)}
			</PanelBody>
		</Panel>
	);
}

const Cursor = ({ text }: { readonly text: string }) => (
	<span className="mono" title={text}>
		{cursorText(text)}
	</span>
);

interface RewindProps {
	readonly connectionId: string;
	readonly stream: string;
	readonly no: CursorMove["no"];
	readonly onDone: () => void;
}

function Rewind({ connectionId, stream, no, onDone }: RewindProps) {
	const input = { id: connectionId, stream, no };
	const query = useQuery(trpc.connections.rewindPreview.queryOptions(input, { staleTime: 0 }));
	if (query.data === undefined)
		return query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />;
	return <RewindPreview preview={query.data} input={input} onDone={onDone} />;
}

interface RewindPreviewProps {
	readonly preview: RouterOutputs["connections"]["rewindPreview"];
	readonly input: { readonly id: string; readonly stream: string; readonly no: CursorMove["no"] };
	readonly onDone: () => void;
}

function RewindPreview({ preview, input, onDone }: RewindPreviewProps) {
	const [reason, setReason] = useState("");
	const [missing, setMissing] = useState(false);
	const rewind = useMutation(
		trpc.connections.rewind.mutationOptions({
			onSuccess: () => {
				void queryClient.invalidateQueries({ queryKey: [["connections"]] });
				onDone();
			},
		}),
	);
	const { refetch, disturbs, refusal } = preview;
	return (
		<>
			<PanelSection title="If you rewind to here">
				<PlanLine
					what={`Rows fetched again, ${counted(refetch.pages, "page")}`}
					value={planCount(refetch.rows, true)}
					detail={refetch.sentence}
				/>
				{disturbs.length === 0 ? <PlanLine what="Matches it may disturb" value="none" /> : null}
				{disturbs.map((line) => (
					<PlanLine key={line.runId} what={line.what} value={planCount(line.count, false)} detail={line.sentence} />
				))}
			</PanelSection>
			<PanelSection>
				{refusal === null ? null : (
					<>
						<p className="wait-text" role="status">
							{refusal.sentence}
						</p>
						{refusal.jobId === null ? null : (
							<Link to="/jobs/$jobId" params={{ jobId: refusal.jobId }} className={buttonClass({ size: "small" })}>
								Open the run
							</Link>
						)}
					</>
				)}
				<Textarea
					label="Why"
					description="Kept with the move, for the next person who reads this history."
					autosize
					minRows={1}
					value={reason}
					disabled={refusal !== null}
					error={missing ? "Say why the cursor goes back." : undefined}
					onChange={(event) => {
						setReason(event.currentTarget.value);
						setMissing(false);
					}}
				/>
				{rewind.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(rewind.error).sentence}
					</p>
				)}
				<div style={{ marginTop: 10 }}>
					<Button
						tone="primary"
						icon="history"
						disabled={refusal !== null}
						busy={rewind.isPending}
						onClick={() =>
							reason.trim() === "" ? setMissing(true) : rewind.mutate({ ...input, movesSeen: preview.movesSeen, reason: reason.trim() })
						}
					>
						{preview.action}
					</Button>
				</div>
			</PanelSection>
		</>
	);
}
