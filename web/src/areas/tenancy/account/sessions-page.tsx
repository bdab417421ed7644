// Where a person is signed in: browsers and programs, each of which they can end, or all at once.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useZone } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { tell } from "../../../kit/notices.ts";
import { FootBar } from "../../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { fullMomentText } from "../../../kit/time-text.ts";
import { FormFailure } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

type SessionRow = RouterOutputs["auth"]["sessions"][number];

const column = columnsOf<SessionRow>();
const methodWords = { password: "Password", sso: "Single sign-on" } as const;

const sessionColumns = (zone: string, end: (id: string) => void) =>
	column.columns([
		column.accessor("device", {
			header: "Device",
			meta: { kind: "text", width: "minmax(150px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ row }) => (
				<span className="med">
					{row.original.kind === "api" ? `Program, ${row.original.device}` : row.original.device}
					{row.original.current ? <span className="dim"> · this one</span> : null}
				</span>
			),
		}),
		column.accessor("company", { header: "Company", meta: { kind: "text", width: "minmax(120px, 1fr)" } }),
		column.accessor((row) => methodWords[row.method], { id: "method", header: "By", meta: { kind: "text", width: "120px" } }),
		column.accessor("address", {
			header: "Address",
			meta: { kind: "text", width: "minmax(110px, 0.8fr)" },
			cell: ({ getValue }) => <span className="mono small">{getValue() ?? "not known"}</span>,
		}),
		column.accessor((row) => fullMomentText(row.seenAt, zone), {
			id: "seenAt",
			header: "Last used",
			meta: { kind: "instant", width: "minmax(170px, 1fr)", phone: "c" },
		}),
		column.display({
			id: "end",
			header: "Action",
			meta: { kind: "text", width: "96px", phone: "b" },
			cell: ({ row }) => (
				<Button
					size="small"
					aria-label={`${row.original.current ? "Sign out" : "End"}: ${row.original.device}`}
					onClick={() => end(row.original.id)}
				>
					{row.original.current ? "Sign out" : "End"}
				</Button>
			),
		}),
	]);

const readAgain = (): void => void queryClient.invalidateQueries({ queryKey: [["auth"]] });

export function SessionsPage() {
	const zone = useZone();
	const query = useQuery(trpc.auth.sessions.queryOptions());
	const end = useMutation(trpc.auth.endSession.mutationOptions({ onSuccess: readAgain }));
	const endAll = useMutation(
		trpc.auth.endAllSessions.mutationOptions({
			onSuccess: ({ ended }, { butThis }) => {
				if (!butThis) return window.location.assign("/login");
				tell({ sentence: `${counted(ended, "session")} ended.` });
				readAgain();
			},
		}),
	);
	const { mutate: endOne } = end;
	const columns = useMemo(() => sessionColumns(zone, (sessionId) => endOne({ sessionId })), [zone, endOne]);
	const rows = query.data;
	return (
		<SettingsPage
			title="My sessions"
			lead="Where you are signed in. Ending one takes effect at once."
			body="wide"
			tools={
				<>
					<Button busy={endAll.isPending} onClick={() => endAll.mutate({ butThis: true })}>
						End all others
					</Button>
					<Button tone="danger" busy={endAll.isPending} onClick={() => endAll.mutate({ butThis: false })}>
						Log out everywhere
					</Button>
				</>
			}
		>
			<FormFailure error={end.error ?? endAll.error} />
			{rows === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<DataTable
					label="My sessions"
					memory="sessions"
					columns={columns}
					rows={rows}
					idOf={(row) => row.id}
					height={36}
					total={rows.length}
					empty={<EmptyState title="No session">This page is one itself: reload it.</EmptyState>}
				/>
			)}
			<FootBar>
				<span className="num">{counted(rows?.length ?? 0, "session")}</span>
			</FootBar>
		</SettingsPage>
	);
}
