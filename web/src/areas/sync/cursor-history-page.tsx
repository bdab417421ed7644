// Where a stream's cursor stood after each page, and the way back to any of these places.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, Split, Toolbar, TopBar } from "../../kit/page.tsx";
import { Segmented } from "../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../kit/time-text.ts";
import { cursorColumns, type CursorMove } from "./cursor-columns.tsx";
import { RewindPanel } from "./rewind-panel.tsx";

const route = getRouteApi("/shell/connections/$connectionId/cursors");

export function CursorHistoryPage() {
	const { connectionId } = route.useParams();
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/connections/$connectionId/cursors" });
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const mayRewind = useMay("streams.rewind");
	const connection = useQuery(trpc.connections.get.queryOptions({ id: connectionId }));
	const streams = connection.data?.offered ?? [];
	const stream = streams.find((each) => each.stream === search.stream)?.stream ?? streams[0]?.stream;
	const list = useKeysetRows<CursorMove, RouterOutputs["connections"]["cursorHistory"]>({
		key: [...trpc.connections.cursorHistory.pathKey(), { list: { connectionId, stream } }],
		fetch: (cursor, signal) => api.connections.cursorHistory.query({ id: connectionId, stream: stream ?? "", cursor }, { signal }),
		enabled: stream !== undefined,
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => cursorColumns(zone, `${minute}:00Z`), [zone, minute]);
	// While another stream is read, the moves still shown are not its own.
	const open = list.stale ? undefined : list.rows.find((row) => String(row.no) === search.open);
	const show = (no: string | undefined): void =>
		void navigate({ search: (before) => ({ ...before, open: no }), replace: search.open !== undefined });
	const crumbs = [
		{ label: "Connections", to: "/connections" as const },
		{ label: connection.data?.name ?? "Connection" },
		{ label: "Cursor history" },
	];
	if (connection.data === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Cursor history" />
				{connection.isPending ? <LoadingState /> : <ErrorState error={connection.error} retry={() => void connection.refetch()} />}
			</>
		);
	}
	const title = streams.find((each) => each.stream === stream)?.title ?? "";
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead title="Cursor history" beside={<span className="sec desk">{connection.data.name}</span>} />
			<Toolbar label="Stream">
				<Segmented
					label="Stream"
					value={stream ?? ""}
					options={streams.map((each) => ({ value: each.stream, label: each.title }))}
					onChange={(next) => void navigate({ search: { stream: next } })}
				/>
				<span className="dim small">Every move is kept; a rewind is one more move, never a deletion.</span>
			</Toolbar>
			<Split
				width={380}
				panel={
					open === undefined || stream === undefined ? null : (
						<RewindPanel
							connectionId={connectionId}
							stream={stream}
							streamTitle={title}
							move={open}
							here={open.no === list.rows[0]?.no}
							mayRewind={mayRewind}
							zone={zone}
							takeFocus={byKeyboard}
							onClose={() => show(undefined)}
						/>
					)
				}
			>
				<DataTable
					label={`Cursor of ${title}`}
					memory={`cursor ${connectionId} ${stream ?? ""}`}
					columns={columns}
					narrow={open !== undefined}
					rows={list.rows}
					idOf={(row) => String(row.no)}
					height={36}
					total={list.first?.total ?? null}
					openId={search.open ?? null}
					onOpen={(row, by) => {
						setByKeyboard(by === "keyboard");
						show(row === null ? undefined : String(row.no));
					}}
					{...readingOf(list)}
					empty={
						<EmptyState title="The cursor has not moved yet">
							The first page of this stream writes the first line here, with the cursor it left behind.
						</EmptyState>
					}
				/>
				<FootBar>
					<ListCount total={list.first?.total} one="move" />
					<span className="grow" />
					<span className="dim desk">All times {zoneText(zone, now)}</span>
				</FootBar>
			</Split>
		</>
	);
}
