// Every connection with its health, freshness and control totals; the opened one shows its streams and is synced from there.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useZone } from "../../app/session.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { ListBar } from "../../kit/list-bar.tsx";
import { FootBar, PageHead, Split, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { useColumnLayout } from "../../kit/table/use-column-layout.ts";
import { zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { ConnectionPanel } from "./connection-panel.tsx";
import type { ConnectionRow } from "./connection-types.ts";
import { connectionColumns } from "./connections-columns.tsx";

const route = getRouteApi("/shell/connections");
const needsAttention = (row: ConnectionRow): boolean => row.health === "failed" || row.health === "check" || row.health === "asks";

export function ConnectionsPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/connections" });
	const zone = useZone();
	const now = useNow(20_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const query = useQuery(trpc.connections.list.queryOptions());
	const all = query.data?.rows ?? [];
	const view = search.view === "attention" ? "attention" : "all";
	const rows = view === "attention" ? all.filter(needsAttention) : all;
	const { columns, layout } = useColumnLayout<ConnectionRow>({
		columns: useMemo(() => connectionColumns(zone, now), [zone, now]),
		text: search.cols,
		onChange: (cols) => void navigate({ search: (before) => ({ ...before, cols }), replace: true }),
	});
	const open = all.find((row) => row.id === search.open);
	const streams = all.reduce((sum, row) => sum + row.streams.length, 0);
	const tying = all.filter((row) => row.tie.ties > 0 && row.tie.differs === 0).length;
	const show = (id: string | undefined): void =>
		void navigate({ search: (before) => ({ ...before, open: id, enter: undefined }), replace: search.open !== undefined });
	return (
		<>
			<TopBar crumbs={[{ label: "Connections" }]} meta={<Freshness />} />
			<PageHead
				title="Connections"
				beside={
					query.data === undefined ? undefined : (
						<span className="dim num desk">
							{counted(all.length, "connection")}, {counted(streams, "stream")}
						</span>
					)
				}
			/>
			<ViewTabs
				label="Views"
				value={view}
				onChange={(next) => void navigate({ search: (before) => ({ ...before, view: next === "all" ? undefined : next }), replace: true })}
				tabs={[
					{ value: "all", label: "All", count: query.data === undefined ? null : all.length },
					{
						value: "attention",
						label: "Needs attention",
						count: query.data === undefined ? null : all.filter(needsAttention).length,
						alarm: true,
					},
				]}
			>
				<ListBar filters={[]} layout={layout} />
				<Split
					width={380}
					panel={
						open === undefined ? null : (
							<ConnectionPanel connection={open} zone={zone} now={now} takeFocus={byKeyboard} onClose={() => show(undefined)} />
						)
					}
				>
					<DataTable
						label="Connections"
						memory="connections"
						columns={columns}
						rows={rows}
						idOf={(row) => row.id}
						height={64}
						layout={layout}
						total={rows.length}
						openId={search.open ?? null}
						onOpen={(row, by) => {
							setByKeyboard(by === "keyboard");
							show(row?.id);
						}}
						loading={query.isPending}
						error={query.error}
						again={() => void query.refetch()}
						empty={
							view === "attention" ? (
								<EmptyState title="Nothing needs attention">Every connection is healthy, or has not been synced yet.</EmptyState>
							) : (
								<EmptyState title="No connections">
									Connections to Stripe, NetSuite and bank statements are listed here with their streams and control totals.
								</EmptyState>
							)
						}
					/>
					<FootBar>
						<ListCount total={query.data?.rows.length} one="connection" />
						<span className="grow" />
						{query.data === undefined ? null : (
							<span className="desk">
								Totals tie for{" "}
								<b className="num">
									{countText(tying)} of {countText(all.length)}
								</b>
							</span>
						)}
						<span className="dim desk">Times {zoneText(zone, now)}</span>
					</FootBar>
				</Split>
			</ViewTabs>
		</>
	);
}
