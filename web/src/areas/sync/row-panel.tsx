// One canonical row beside its list: its fields, and its chain of custody.
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../app/api-client.ts";
import { IdText } from "../../kit/id-text.tsx";
import { Panel, PanelBody } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { useKeys } from "../../kit/use-keys.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { CustodyView } from "./custody-view.tsx";
import { kindNouns } from "./kinds.ts";
import type { CanonicalView } from "./row-columns.tsx";
import { RowFields } from "./row-fields.tsx";

interface RowPanelProps {
	/** "<canonical id>.<version>" */
	readonly id: string;
	/** The row when it is among the loaded ones. */
	readonly row: CanonicalView | undefined;
	readonly tab: string | undefined;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onTab: (tab: string) => void;
	readonly onClose: () => void;
}

export const custodyInput = (id: string): { readonly canonicalId: string; readonly version: number } => {
	const [canonicalId = "", version = "1"] = id.split(".");
	return { canonicalId, version: Number(version) };
};

export function RowPanel({ id, row, tab, zone, takeFocus, onTab, onClose }: RowPanelProps) {
	const custody = useQuery(trpc.explorer.custody.queryOptions(custodyInput(id)));
	const shown = row ?? custody.data?.canonical;
	useKeys({ c: () => onTab("custody") });
	const title = shown === undefined ? "Row" : kindNouns[shown.kind];
	return (
		<Panel
			label={shown === undefined ? "Row" : `${title} ${shown.naturalKey}`}
			title={
				<>
					{title} {shown === undefined ? null : <IdText>{shown.reference || shown.naturalKey}</IdText>}
				</>
			}
			subject={id}
			takeFocus={takeFocus}
			onClose={onClose}
		>
			<ViewTabs
				label="Parts of the row"
				value={tab === "fields" ? "fields" : "custody"}
				onChange={onTab}
				tabs={[
					{ value: "custody", label: "Chain of custody" },
					{ value: "fields", label: "Fields" },
				]}
			>
				<PanelBody>
					{tab === "fields" && shown !== undefined ? (
						<RowFields row={shown} zone={zone} />
					) : custody.data !== undefined ? (
						<CustodyView custody={custody.data} zone={zone} />
					) : custody.isPending ? (
						<LoadingState />
					) : (
						<ErrorState error={custody.error} retry={() => void custody.refetch()} />
					)}
				</PanelBody>
			</ViewTabs>
		</Panel>
	);
}
