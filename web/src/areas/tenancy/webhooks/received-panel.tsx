// One webhook that a vendor sent: what it told of, what came of it, and the jobs that say so in detail.
import { Link } from "@tanstack/react-router";
import { IdText } from "../../../kit/id-text.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { type Received, receivedSentence, receivedWords } from "./webhook-words.ts";

interface ReceivedPanelProps {
	readonly received: Received;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function ReceivedPanel({ received, zone, takeFocus, onClose }: ReceivedPanelProps) {
	const { id, eventType, eventId, state, connectionId, connectionName, receivedAt, handledAt, jobId, syncJobId } = received;
	return (
		<Panel
			label={eventType}
			title={eventType}
			subject={id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={receivedWords} status={state} />}
		>
			<PanelBody>
				<PanelSection>
					<p style={{ marginBottom: 8 }}>{receivedSentence[state]}</p>
					<FactList
						facts={[
							{
								label: "Connection",
								value: (
									<Link to="/connections" search={{ open: connectionId }}>
										{connectionName}
									</Link>
								),
							},
							{ label: "The vendor’s id", value: <IdText>{eventId}</IdText> },
							{ label: "Received", value: fullMomentText(receivedAt, zone) },
							...(handledAt === null ? [] : [{ label: "Worked on", value: fullMomentText(handledAt, zone) }]),
						]}
					/>
				</PanelSection>
				<PanelSection title="What it started">
					<FactList
						facts={[
							{ label: "Its own job", value: <JobLink jobId={jobId} text="Open the job" none="none that you may see" /> },
							{ label: "Read back by", value: <JobLink jobId={syncJobId} text="Open the sync" none="no sync" /> },
						]}
					/>
					<p className="sec" style={{ marginTop: 8 }}>
						What the message claims is written nowhere: it only says which streams are read again.
					</p>
				</PanelSection>
			</PanelBody>
		</Panel>
	);
}

function JobLink({ jobId, text, none }: { readonly jobId: string | null; readonly text: string; readonly none: string }) {
	return jobId === null ? (
		<span className="dim">{none}</span>
	) : (
		<Link to="/jobs/$jobId" params={{ jobId }}>
			{text}
		</Link>
	);
}
