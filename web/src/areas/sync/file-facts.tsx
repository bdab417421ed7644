// The facts of one file under its name: days, rows, what can't be read, size, hash, upload.
import { countText } from "../../kit/amount.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { Hash } from "../../kit/hash.tsx";
import { sizeText } from "../../kit/size-text.ts";
import { dateText, fullMomentText } from "../../kit/time-text.ts";
import { type FilePageData, rowNouns } from "./file-words.ts";

interface FileFactsProps {
	readonly page: FilePageData;
	readonly zone: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function FileFacts({ page: { file, inspection }, zone }: FileFactsProps) {
	const preview = inspection?.preview ?? null;
	const days =
		preview === null || preview.firstDate === null || preview.lastDate === null
			? "none read"
			: `${dateText(preview.firstDate)} to ${dateText(preview.lastDate)}`;
	const apart = preview?.notes.reduce((sum, { count }) => sum + count, 0) ?? 0;
	return (
		<FactsRow
			facts={[
				...(preview === null
					? []
					: [
							{ label: "Days", value: days },
							{ label: capital(rowNouns[preview.kind][1]), value: countText(preview.rowCount) },
							{
								label: "Rows not readable",
								value: <span className={preview.refusedCount > 0 ? "fail-text" : ""}>{countText(preview.refusedCount)}</span>,
							},
							{ label: "Rows kept apart", value: countText(apart) },
						]),
				{ label: "Size", value: sizeText(file.sizeBytes) },
				{ label: "Hash", value: <Hash value={file.sha256} label="the file’s hash" /> },
				{ label: "Uploaded", value: fullMomentText(file.uploadedAt, zone) },
			]}
		/>
	);
}
