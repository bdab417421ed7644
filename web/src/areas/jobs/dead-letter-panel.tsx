// One thing that was given up on: why, what to do about it, and the door to the page that tries it again.
import { Link } from "@tanstack/react-router";
import { countText } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../kit/panel.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { type DeadLetter, deadWords, Target } from "./dead-letters-columns.tsx";

interface DeadLetterPanelProps {
	readonly row: DeadLetter;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function DeadLetterPanel({ row, zone, takeFocus, onClose }: DeadLetterPanelProps) {
	return (
		<Panel
			label={row.title}
			title={row.title}
			subject={`${row.kind} ${row.id}`}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<WordChip {...deadWords[row.kind]} />}
		>
			<PanelBody>
				<PanelSection title="Why it was given up on">
					<p>{row.why}</p>
				</PanelSection>
				<PanelSection title="What to do">
					<p>{row.fix}</p>
				</PanelSection>
				<PanelSection title="Try again">
					<p style={{ marginBottom: 8 }}>{row.retry.does}</p>
					<Door row={row} />
				</PanelSection>
				<PanelSection title="Facts">
					<FactList
						facts={[
							{ label: "Since", value: fullMomentText(row.since, zone) },
							{ label: "How many", value: countText(row.count) },
							{ label: "Replays since", value: row.tries === 0 ? "none" : countText(row.tries) },
							{ label: "Code", value: <span className="mono">{row.code}</span> },
							{ label: "The thing itself", value: <Target row={row} text="Open it" /> },
						]}
					/>
				</PanelSection>
			</PanelBody>
		</Panel>
	);
}

/** The door of its kind: the page that shows a plan or a preview first. Nothing is retried blindly from here. */
function Door({ row }: { readonly row: DeadLetter }) {
	const look = buttonClass({ size: "small", tone: "primary" });
	const { door } = row;
	switch (door.page) {
		case "replay":
			return (
				<Link to="/jobs/$jobId/replay" params={{ jobId: door.jobId }} className={look}>
					{row.retry.label}
				</Link>
			);
		case "job":
			return (
				<Link to="/jobs/$jobId" params={{ jobId: door.jobId }} className={look}>
					{row.retry.label}
				</Link>
			);
		case "keys":
			return (
				<Link to="/settings/keys" className={look}>
					{row.retry.label}
				</Link>
			);
		case "file":
			return (
				<Link
					to="/connections/$connectionId/files/$fileId"
					params={{ connectionId: door.connectionId, fileId: door.fileId }}
					className={look}
				>
					{row.retry.label}
				</Link>
			);
		case "quarantine":
			return (
				<Link to="/quarantine" search={{ connection: door.connectionId, code: door.code }} className={look}>
					{row.retry.label}
				</Link>
			);
		case "connection":
			return (
				<Link to="/connections" search={{ open: door.connectionId }} className={look}>
					{row.retry.label}
				</Link>
			);
	}
}
