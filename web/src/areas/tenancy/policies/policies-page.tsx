// Data-governance policies: what holds, for whom, since which version.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { policyKindNames } from "../../../../../domain/tenancy/policies/words.ts";
import { trpc } from "../../../app/api-client.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { buttonClass } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { FootBar } from "../../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { fullMomentText } from "../../../kit/time-text.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { type Policy, policyStates, stateOf } from "./policy-words.ts";

const column = columnsOf<Policy>();

const policyColumns = (zone: string) =>
	column.columns([
		column.accessor("name", {
			header: "Policy",
			meta: { kind: "text", width: "minmax(140px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="trunc med">{getValue()}</span>,
		}),
		column.accessor(({ rule }) => policyKindNames[rule.kind], {
			id: "kind",
			header: "Kind",
			meta: { kind: "text", width: "104px", phone: "d" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("sentence", {
			header: "Says",
			meta: { kind: "text", width: "minmax(220px, 2.4fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="trunc" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor(stateOf, {
			id: "state",
			header: "State",
			meta: { kind: "status", width: "120px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={policyStates} status={getValue()} />,
		}),
		column.accessor("version", {
			header: "Version",
			meta: { kind: "count", width: "76px", spare: true },
			cell: ({ getValue }) => <span className="num">{getValue()}</span>,
		}),
		column.accessor("updatedAt", {
			header: "Published",
			meta: { kind: "instant", width: "200px", spare: true },
			cell: ({ getValue }) => <span className="sec num">{fullMomentText(getValue(), zone)}</span>,
		}),
	]);

export function PoliciesPage() {
	const navigate = useNavigate();
	const zone = useZone();
	const may = useMay("policies.manage");
	const query = useQuery(trpc.policies.list.queryOptions());
	const columns = useMemo(() => policyColumns(zone), [zone]);
	const rows = query.data?.policies ?? [];
	const make = (
		<Link to="/settings/policies/$policyId" params={{ policyId: "new" }} className={buttonClass({ tone: "primary" })}>
			<Icon name="plus" />
			New policy
		</Link>
	);
	return (
		<SettingsPage
			title="Policies"
			body="wide"
			lead="Rules about the company’s data: what is masked, what may leave, what waits for a second person, what ends, which models may be called."
			tools={may && rows.length > 0 ? make : undefined}
		>
			{query.data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<DataTable
						label="Policies"
						memory="policies"
						columns={columns}
						rows={rows}
						idOf={(row) => row.id}
						height={36}
						total={rows.length}
						openId={null}
						onOpen={(row) => {
							if (row !== null) void navigate({ to: "/settings/policies/$policyId", params: { policyId: row.id } });
						}}
						empty={
							<EmptyState title="No policy yet" action={may ? make : undefined}>
								Without one every role sees and exports what its permissions allow, and no model may be given data.
							</EmptyState>
						}
					/>
					<FootBar>
						<span className="num">{counted(rows.length, "policy", "policies")}</span>
					</FootBar>
				</>
			)}
		</SettingsPage>
	);
}
