// The opened connection: what to fix, sync now with rows arriving, streams with their cursors, control totals.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { ConnectionAlert } from "./connection-alert.tsx";
import { ConnectionTest } from "./connection-test.tsx";
import { ConnectionTotals } from "./connection-totals.tsx";
import type { ConnectionRow } from "./connection-types.ts";
import { DriftList } from "./drift-list.tsx";
import { HookSection } from "./hook-section.tsx";
import { QuarantineList } from "./quarantine-list.tsx";
import { StreamList } from "./stream-list.tsx";
import { SyncButton } from "./sync-button.tsx";

interface ConnectionPanelProps {
	readonly connection: ConnectionRow;
	readonly zone: string;
	readonly now: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function ConnectionPanel({ connection, zone, now, takeFocus, onClose }: ConnectionPanelProps) {
	const query = useQuery(trpc.connections.get.queryOptions({ id: connection.id }));
	const detail = query.data;
	return (
		<Panel
			label={connection.name}
			title={connection.name}
			subject={connection.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={connection.vendor === "files" ? <UploadLink connectionId={connection.id} /> : <SyncButton connection={connection} />}
		>
			<PanelBody>
				<ConnectionAlert connection={connection} />
				{connection.quarantined > 0 ? <QuarantineList connectionId={connection.id} zone={zone} now={now} /> : null}
				{connection.vendor === "files" ? null : <ConnectionTest key={connection.id} connection={connection} />}
				{detail === undefined ? (
					query.isPending ? (
						<LoadingState />
					) : (
						<ErrorState error={query.error} retry={() => void query.refetch()} />
					)
				) : (
					<>
						<StreamList connection={detail} zone={zone} now={now} />
						<DriftList connectionId={detail.id} zone={zone} now={now} />
						<ConnectionTotals totals={detail.totals} />
						<HookSection key={detail.id} connection={detail} zone={zone} />
						<PanelSection title="Set-up">
							<FactList
								facts={[
									{ label: "Vendor", value: detail.vendorTitle },
									{ label: "Address", value: detail.baseUrl === "" ? "uploaded files" : <span className="mono">{detail.baseUrl}</span> },
									...detail.settings.map((setting) => ({ label: setting.label, value: <span className="mono">{setting.value}</span> })),
									{ label: "Entity", value: `${detail.entityName}, ${detail.timeZone}` },
									{ label: "Last synced", value: detail.lastSyncedAt === null ? "never" : fullMomentText(detail.lastSyncedAt, zone) },
									{ label: "Last job", value: detail.lastJobId === null ? "none" : <LastJob jobId={detail.lastJobId} /> },
									{ label: "Rows", value: <RowsLink connectionId={detail.id} vendor={detail.vendor} count={detail.rows} /> },
								]}
							/>
						</PanelSection>
					</>
				)}
			</PanelBody>
		</Panel>
	);
}

function UploadLink({ connectionId }: { readonly connectionId: string }) {
	const may = useMay("files.import");
	return (
		<Link
			to="/connections/$connectionId/files"
			params={{ connectionId }}
			className={buttonClass({ size: "small", tone: may ? "primary" : "plain" })}
		>
			<Icon name={may ? "upload" : "table"} />
			{may ? "Upload a statement" : "See the statements"}
		</Link>
	);
}

function LastJob({ jobId }: { readonly jobId: string }) {
	return (
		<Link to="/jobs/$jobId" params={{ jobId }}>
			Open the run
		</Link>
	);
}

const kindOfVendor: Readonly<Record<string, string>> = { stripe: "balance_entry", netsuite: "ledger_line", files: "bank_line" };
export const firstKind = (vendor: string): string => kindOfVendor[vendor] ?? "balance_entry";

function RowsLink({ connectionId, vendor, count }: { readonly connectionId: string; readonly vendor: string; readonly count: number }) {
	return (
		<Link to="/explorer" search={{ kind: firstKind(vendor), connection: connectionId }}>
			{counted(count, "row")}
		</Link>
	);
}
