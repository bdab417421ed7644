// What speaks against importing a file as it is: it is here already, its source is connected, its balances differ. Nothing of it is
// decided silently: a person says why, or doesn't import it.
import { Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { countText } from "../../kit/amount.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { NoticeBar } from "../../kit/states.tsx";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { type FilePageData, countedRows, needsReason } from "./file-words.ts";
import classes from "./file-page.module.css";

interface FileWarningsProps {
	readonly page: FilePageData;
	readonly zone: string;
	readonly now: string;
}

export function FileWarnings({ page, zone, now }: FileWarningsProps) {
	const { duplicate, liveSource, inspection, file } = page;
	if (file.status === "imported") return null;
	const preview = inspection?.preview ?? null;
	const known = preview?.knownCount ?? 0;
	return (
		<>
			{page.waits === null ? null : (
				<NoticeBar tone="wait">
					<span>
						A policy wants a second person to look at this import first.{" "}
						<Link to="/approvals" search={{ open: page.waits.decisionId }}>
							Open the approval
						</Link>
					</span>
				</NoticeBar>
			)}
			{page.partial ? (
				<NoticeBar tone="idle">
					<span>
						The first part of the file shows what your change does. Its totals come when the whole of it has been looked at again.
					</span>
				</NoticeBar>
			) : null}
			{liveSource === null ? null : (
				<NoticeBar tone="fail">
					<span>
						<Link to="/connections" search={{ open: liveSource.id }}>
							{liveSource.name}
						</Link>{" "}
						reads these rows from their source already. Importing them would count them twice: sync {liveSource.name} instead.
					</span>
				</NoticeBar>
			)}
			{duplicate === null ? null : (
				<NoticeBar tone="wait">
					<span>
						The same records are in{" "}
						<Link to="/connections/$connectionId/files/$fileId" params={{ connectionId: duplicate.connectionId, fileId: duplicate.id }}>
							{duplicate.name}
						</Link>
						, uploaded <span title={fullMomentText(duplicate.uploadedAt, zone)}>{momentText(duplicate.uploadedAt, zone, now)}</span>
						{duplicate.status === "imported" ? " and imported" : ""}.
					</span>
				</NoticeBar>
			)}
			{preview === null || known === 0 ? null : (
				<NoticeBar tone="idle">
					<span>
						{known >= preview.recordCount
							? `All ${countText(preview.recordCount)} are in Tieout already: an import changes nothing.`
							: `${countText(known)} of ${countedRows(preview.kind, preview.recordCount)} are in Tieout already and are recognised: ${countText(preview.recordCount - known)} would be new.`}
					</span>
				</NoticeBar>
			)}
		</>
	);
}

interface ReasonSectionProps {
	readonly page: FilePageData;
	readonly zone: string;
	readonly reason: string;
	readonly onReason: (reason: string) => void;
}

/** Asks why the file is imported anyway; afterwards shows what was said, by whom and when. */
export function ReasonSection({ page, zone, reason, onReason }: ReasonSectionProps) {
	const { accepted, file } = page;
	if (accepted !== null)
		return (
			<PanelSection title="Imported anyway">
				<p>{accepted.reason}</p>
				<p className="dim small">
					{accepted.by ?? "Somebody who left"}, {fullMomentText(accepted.at, zone)}
				</p>
			</PanelSection>
		);
	if (file.status === "imported" || !needsReason(page)) return null;
	return (
		<PanelSection title="Before you import">
			<p className={classes.question}>
				{page.duplicate === null
					? "The balances don’t tie. Look at the difference first; if the file is right all the same, say why."
					: "The same records are here already. If they are to be imported again, say why."}
			</p>
			<Textarea
				label="Why it is imported anyway"
				description="It is kept with the file, your name and the time."
				autosize
				minRows={2}
				maxLength={500}
				value={reason}
				onChange={(event) => onReason(event.currentTarget.value)}
			/>
		</PanelSection>
	);
}
