// The signed checkpoints: what to keep elsewhere, so that nobody can make the trail fit later.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { counted, countText } from "../../../kit/amount.tsx";
import { buttonClass } from "../../../kit/button.tsx";
import { Hash } from "../../../kit/hash.tsx";
import { FootBar } from "../../../kit/page.tsx";
import { EmptyState, NoticeBar } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { fullMomentText } from "../../../kit/time-text.ts";

type Answer = RouterOutputs["audit"]["checkpoints"];
type Checkpoint = Answer["rows"][number];

const column = columnsOf<Checkpoint>();

const checkpointColumns = (zone: string) =>
	column.columns([
		column.accessor("no", {
			header: "Checkpoint",
			meta: { kind: "text", width: "minmax(110px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med num">Checkpoint {getValue()}</span>,
		}),
		column.accessor("count", {
			header: "Events",
			meta: { kind: "count", width: "110px", phone: "b" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("at", {
			header: "Signed",
			meta: { kind: "instant", width: "minmax(216px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec num">{fullMomentText(getValue(), zone)}</span>,
		}),
		column.accessor("head", {
			header: "Head",
			meta: { kind: "id", width: "150px" },
			cell: ({ getValue }) => <Hash value={getValue()} label="the chain’s head" />,
		}),
		column.accessor("signer", {
			header: "Signed by",
			meta: { kind: "id", width: "minmax(310px, 1.4fr)", spare: true },
			cell: ({ getValue }) => <span className="mono sec">{getValue()}</span>,
		}),
		column.display({
			id: "file",
			header: "File",
			meta: { kind: "text", width: "110px", phone: "d" },
			cell: ({ row }) => (
				<a
					className={buttonClass({ size: "small" })}
					href={`data:application/json;charset=utf-8,${encodeURIComponent(row.original.text)}`}
					download={`checkpoint-${row.original.no}.json`}
				>
					Download
				</a>
			),
		}),
	]);

export function CheckpointsTable({ zone }: { readonly zone: string }) {
	const query = useInfiniteQuery({
		queryKey: [...trpc.audit.checkpoints.pathKey(), { list: "all" }],
		queryFn: ({ pageParam, signal }) => api.audit.checkpoints.query({ before: pageParam }, { signal }),
		initialPageParam: undefined as number | undefined,
		getNextPageParam: (last) => last.next ?? undefined,
	});
	const columns = useMemo(() => checkpointColumns(zone), [zone]);
	const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
	const state = query.data?.pages[0];
	return (
		<>
			{state === undefined ? null : (
				<NoticeBar tone="idle">
					Keep a checkpoint where nobody here can change it, and note this signer: <span className="mono">{state.signer}</span>. With both,{" "}
					<span className="mono">tieout verify audit</span> finds on any machine what was altered, inserted, removed or cut off.
				</NoticeBar>
			)}
			<DataTable
				label="Checkpoints"
				memory="audit checkpoints"
				columns={columns}
				rows={rows}
				idOf={(row) => String(row.no)}
				height={36}
				total={null}
				openId={null}
				loading={query.isPending}
				error={query.error}
				again={() => void query.refetch()}
				hasMore={query.hasNextPage}
				more={() => void query.fetchNextPage()}
				empty={
					<EmptyState title="Nothing was signed yet">
						Minutes after the first event, and then as the trail grows, its state is signed.
					</EmptyState>
				}
			/>
			<FootBar>
				{state === undefined ? null : (
					<span className="num">
						{counted(state.sealed, "event")} chained, {countText(state.signed)} signed, {countText(state.waiting)} waiting
					</span>
				)}
			</FootBar>
		</>
	);
}
