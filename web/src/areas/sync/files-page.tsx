// Files of a connection: drop one, pick one or use the sample; each is recognised and previewed before it is imported.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { FileDrop } from "./file-drop.tsx";
import { fileColumns } from "./files-columns.tsx";

const route = getRouteApi("/shell/connections/$connectionId/files");

export function FilesPage() {
	const { connectionId } = route.useParams();
	const navigate = useNavigate();
	const zone = useZone();
	const now = useNow();
	const mayImport = useMay("files.import");
	const connection = useQuery(trpc.connections.get.queryOptions({ id: connectionId }));
	const query = useQuery(trpc.files.list.queryOptions({ connectionId }));
	const files = query.data?.rows ?? [];
	const columns = useMemo(() => fileColumns(zone, now), [zone, now]);
	const open = (fileId: string): void =>
		void navigate({ to: "/connections/$connectionId/files/$fileId", params: { connectionId, fileId } });
	const crumbs = [{ label: "Connections", to: "/connections" as const }, { label: connection.data?.name ?? "Files" }];
	if (connection.isError) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				<PageHead title="Statement files" />
				<ErrorState error={connection.error} retry={() => void connection.refetch()} />
			</>
		);
	}
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead
				title={connection.data?.name ?? "Statement files"}
				beside={query.data === undefined ? undefined : <span className="dim num">{counted(files.length, "file")}</span>}
			/>
			{mayImport ? (
				<FileDrop
					connectionId={connectionId}
					hasSample={query.data?.hasSample === true}
					maxBytes={query.data?.maxUploadBytes ?? null}
					onUploaded={open}
				/>
			) : null}
			<DataTable
				label="Statement files"
				memory={`files ${connectionId}`}
				columns={columns}
				rows={files}
				idOf={(file) => file.id}
				height={36}
				total={files.length}
				onOpen={(file, by) => {
					if (file !== null && by !== "walk") open(file.id);
				}}
				loading={query.isPending}
				error={query.error}
				again={() => void query.refetch()}
				empty={
					<EmptyState title="No files yet">
						A bank statement, or an export of a processor or the books. You see what it is and how each row is read before anything is
						imported.
					</EmptyState>
				}
			/>
			<FootBar>
				<span className="num">{counted(files.length, "file")}</span>
			</FootBar>
		</>
	);
}
