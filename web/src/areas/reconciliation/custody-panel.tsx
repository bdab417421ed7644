import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../app/api-client.ts";
import { IdText } from "../../kit/id-text.tsx";
import { Panel, PanelBody } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { CustodyView } from "../sync/custody-view.tsx";
import { RowFields } from "../sync/row-fields.tsx";
import { custodyInput } from "../sync/row-panel.tsx";
import { kindNouns } from "../sync/kinds.ts";
import { useFigure } from "./figure-link.tsx";

interface CustodyPanelProps {
	readonly id: string;
	readonly zone: string;
	readonly onClose: () => void;
}

export function CustodyPanel({ id, zone, onClose }: CustodyPanelProps) {
	const query = useQuery(trpc.explorer.custody.queryOptions(custodyInput(id)));
	const figure = useFigure(id, zone);
	const row = query.data?.canonical;
	return (
		<Panel
			label="Chain of custody"
			subject={id}
			takeFocus
			onClose={onClose}
			title={
				row === undefined ? (
					"Chain of custody"
				) : (
					<>
						{kindNouns[row.kind]} <IdText>{row.reference || row.naturalKey}</IdText>
					</>
				)
			}
		>
			<PanelBody>
				{query.data === undefined || figure.pending ? (
					query.isPending || query.data !== undefined ? (
						<LoadingState />
					) : (
						<ErrorState error={query.error} retry={() => void query.refetch()} />
					)
				) : (
					<>
						<CustodyView custody={query.data} zone={zone} {...(figure.link === null ? {} : { figure: figure.link })} />
						<RowFields row={query.data.canonical} zone={zone} />
					</>
				)}
			</PanelBody>
		</Panel>
	);
}
