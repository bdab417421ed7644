import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { Hash } from "../../kit/hash.tsx";
import { dateText, fullMomentText } from "../../kit/time-text.ts";
import { sizeText } from "../../kit/size-text.ts";

type Previewed = RouterOutputs["files"]["preview"];

interface FileFactsProps {
	readonly file: Previewed["file"];
	readonly preview: Previewed["preview"];
	readonly zone: string;
}

export function FileFacts({ file, preview, zone }: FileFactsProps) {
	const days =
		preview.firstDate === null || preview.lastDate === null
			? "none read"
			: `${dateText(preview.firstDate)} to ${dateText(preview.lastDate)}`;
	return (
		<FactsRow
			facts={[
				{ label: "Days", value: days },
				{ label: "Movements", value: countText(preview.movementCount) },
				{
					label: "Rows not readable",
					value: <span className={preview.errorCount > 0 ? "fail-text" : ""}>{countText(preview.errorCount)}</span>,
				},
				{ label: "Size", value: sizeText(file.sizeBytes) },
				{ label: "Hash", value: <Hash value={file.sha256} label="the file’s hash" /> },
				{ label: "Uploaded", value: fullMomentText(file.uploadedAt, zone) },
			]}
		/>
	);
}
