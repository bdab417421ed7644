// The file that an export's job has written: fetched from here while it is kept, by who asked for it.
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { sizeText } from "../../kit/size-text.ts";
import { NoticeBar } from "../../kit/states.tsx";
import { fullMomentText } from "../../kit/time-text.ts";

interface ExportFileProps {
	readonly jobId: string;
	/** Asked again when the job's state changes: the file is there when it is done. */
	readonly status: string;
	/** What a run that verified what it wrote says of it; null: there was nothing to verify. */
	readonly verdict: string | null;
	readonly zone: string;
	readonly now: string;
}

export function ExportFile({ jobId, status, verdict, zone, now }: ExportFileProps) {
	const may = useMay("exports.create");
	const query = useQuery(
		trpc.exports.get.queryOptions({ id: jobId }, { enabled: may && (status === "done" || status === "check"), retry: false }),
	);
	const file = query.data;
	if (file === undefined) return null;
	const gone = file.status === "expired" || (file.expiresAt !== null && file.expiresAt < now);
	if (gone)
		return <NoticeBar tone="idle">The file {file.name} was kept until its time was over and is gone. Export the list again.</NoticeBar>;
	if (file.status !== "ready") return null;
	const until = file.expiresAt === null ? "" : ` It is kept until ${fullMomentText(file.expiresAt, zone)}.`;
	const facts = `${file.name}, ${counted(file.rowCount ?? 0, "row")}, ${sizeText(file.sizeBytes ?? 0)}.${until}`;
	const tone = status === "check" ? "fail" : "idle";
	const said = verdict === null ? null : <strong>{verdict.replace(/\.$/, "")}. </strong>;
	if (!file.own)
		return (
			<NoticeBar tone={tone}>
				{said}
				{facts} Only who asked for it can download it.
			</NoticeBar>
		);
	return (
		<NoticeBar tone={tone}>
			<span className="grow">
				{said}
				{facts}
			</span>
			<a className={buttonClass({ tone: "primary", size: "small" })} href={`/exports/${jobId}`} download={file.name}>
				<Icon name="download" />
				Download
			</a>
		</NoticeBar>
	);
}
