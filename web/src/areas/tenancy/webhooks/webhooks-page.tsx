// Webhooks: addresses outside that are told of this company's events, every delivery with its tries, and what vendors sent to us.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Freshness } from "../../../app/freshness.tsx";
import { useNow } from "../../../app/now.ts";
import { useMe, useZone } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { FootBar, Split } from "../../../kit/page.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { zoneText } from "../../../kit/time-text.ts";
import { ViewTabs } from "../../../kit/view-tabs.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { DeliveriesView } from "./deliveries-view.tsx";
import { endpointColumns } from "./endpoint-columns.tsx";
import { EndpointPanel } from "./endpoint-panel.tsx";
import { NewEndpointPanel } from "./new-endpoint-panel.tsx";
import { ReceivedView } from "./received-view.tsx";
import type { WebhookSearch, WebhookViewProps } from "./webhook-search.ts";

const route = getRouteApi("/shell/settings/webhooks");
const added = "new";

export function WebhooksPage() {
	const search: WebhookSearch = route.useSearch();
	const navigate = useNavigate({ from: "/settings/webhooks" });
	const zone = useZone();
	const manages = useMe().permissions.includes("webhooks.manage");
	const view = search.view === "deliveries" || search.view === "received" ? search.view : "endpoints";
	const set = (change: Partial<WebhookSearch>, replace = false): void =>
		void navigate({ search: (before) => ({ ...before, ...change }), replace });
	return (
		<SettingsPage
			title="Webhooks"
			body="wide"
			meta={<Freshness />}
			tools={
				manages ? (
					<Button icon="plus" tone="primary" onClick={() => void navigate({ search: { open: added } })}>
						Add an endpoint
					</Button>
				) : null
			}
		>
			<ViewTabs
				label="Views"
				value={view}
				onChange={(next) => void navigate({ search: { view: next === "endpoints" ? undefined : next }, replace: true })}
				tabs={[
					{ value: "endpoints", label: "Endpoints" },
					{ value: "deliveries", label: "Deliveries" },
					{ value: "received", label: "Received" },
				]}
			>
				{view === "deliveries" ? (
					<DeliveriesView search={search} set={set} zone={zone} />
				) : view === "received" ? (
					<ReceivedView search={search} set={set} zone={zone} />
				) : (
					<EndpointsView search={search} set={set} zone={zone} manages={manages} />
				)}
			</ViewTabs>
		</SettingsPage>
	);
}

interface EndpointsViewProps extends WebhookViewProps {
	readonly manages: boolean;
}

function EndpointsView({ search, set, zone, manages }: EndpointsViewProps) {
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const list = useQuery(trpc.webhooks.list.queryOptions());
	const rows = list.data ?? [];
	const minute = now.slice(0, 16);
	const columns = useMemo(() => endpointColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = rows.find(({ id }) => id === search.open);
	const close = (): void => set({ open: undefined }, true);
	const panel =
		search.open === added && manages ? (
			<NewEndpointPanel onClose={close} onAdded={(id) => set({ open: id }, true)} />
		) : open === undefined ? null : (
			<EndpointPanel key={open.id} endpoint={open} zone={zone} takeFocus={byKeyboard} onClose={close} />
		);
	return (
		<Split width={420} panel={panel}>
			<DataTable
				label="Endpoints"
				memory="webhook endpoints"
				columns={columns}
				narrow={panel !== null}
				rows={rows}
				idOf={(row) => row.id}
				height={36}
				total={list.data === undefined ? null : rows.length}
				openId={open?.id ?? null}
				onOpen={(row, by) => {
					setByKeyboard(by === "keyboard");
					set({ open: row?.id }, true);
				}}
				loading={list.isPending}
				error={list.error}
				again={() => void list.refetch()}
				empty={
					<EmptyState title="Nobody is told yet">
						An endpoint is an address of yours that is sent a signed message when a sync ends, a month is reconciled or a decision is asked
						for.
					</EmptyState>
				}
			/>
			<FootBar>
				<span className="num">{counted(rows.length, "endpoint")}</span>
				<span className="grow" />
				<span className="dim desk">Times {zoneText(zone, now)}</span>
			</FootBar>
		</Split>
	);
}
