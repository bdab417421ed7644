// What the file was taken for: how sure that is, what in the file speaks for it, and another choice.
import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import { PanelSection } from "../../kit/panel.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { confidenceWord, type Detected, type FilePageData, titleOf } from "./file-words.ts";
import classes from "./file-page.module.css";

interface DetectedSectionProps {
	readonly detected: Detected;
	readonly layouts: FilePageData["layouts"];
	/** Null when how it is read can't be changed any more. */
	readonly onChoose: ((layout: string) => void) | null;
}

export function DetectedSection({ detected, layouts, onChoose }: DetectedSectionProps) {
	const id = useId();
	return (
		<PanelSection title="What it is" beside={<WordChip {...confidenceWord(detected.confidence)} />}>
			<p className="med">{titleOf(detected)}</p>
			<ul className={classes.reasons} id={id}>
				{detected.why.map((reason) => (
					<li key={reason}>{reason}</li>
				))}
			</ul>
			{onChoose === null || detected.layout === null ? null : (
				<NativeSelect
					label="Read it as"
					aria-describedby={id}
					data={choices(detected, layouts)}
					value={detected.layout.layout}
					onChange={(event) => onChoose(event.currentTarget.value)}
				/>
			)}
		</PanelSection>
	);
}

/** What it may be comes first with how sure that is; then everything else that is known, by who writes it. */
function choices(detected: Detected, layouts: FilePageData["layouts"]) {
	const likely = [...(detected.layout === null ? [] : [detected.layout]), ...detected.alternatives];
	const named = new Set(likely.map(({ layout }) => layout));
	return [
		{
			group: "It may be",
			items: likely.map(({ layout, issuer, title, confidence }) => ({
				value: layout,
				label: `${issuer}: ${title}${confidence === 0 ? "" : ` (${Math.round(confidence * 100)} %)`}`,
			})),
		},
		{
			group: "Other exports",
			items: layouts
				.filter(({ layout }) => !named.has(layout))
				.map(({ layout, issuer, title }) => ({ value: layout, label: `${issuer}: ${title}` })),
		},
	];
}
