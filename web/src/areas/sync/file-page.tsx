// One uploaded statement: which column means what, how its rows are read, whether its balances tie, and the import.
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { StatementMapping } from "../../../../domain/sync/statement/mapping.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { fileWords } from "../../kit/status-words.ts";
import { FileFacts } from "./file-facts.tsx";
import classes from "./file-page.module.css";
import { MappingForm } from "./mapping-form.tsx";
import { PreviewErrors, PreviewTable } from "./preview-table.tsx";
import { StatementProofs } from "./statement-proofs.tsx";

const route = getRouteApi("/shell/connections/$connectionId/files/$fileId");

export function FilePage() {
	const { connectionId, fileId } = route.useParams();
	const navigate = useNavigate();
	const zone = useZone();
	const mayImport = useMay("files.import");
	const [mapping, setMapping] = useState<StatementMapping | null>(null);
	const query = useQuery(trpc.files.preview.queryOptions({ id: fileId, mapping }, { placeholderData: keepPreviousData }));
	const save = useMutation(trpc.files.saveMapping.mutationOptions());
	const start = useMutation(trpc.files.import.mutationOptions());
	const crumbs = [
		{ label: "Connections", to: "/connections" as const },
		{ label: "Statement files", to: "/connections/$connectionId/files" as const, params: { connectionId } },
		{ label: query.data?.file.name ?? "File" },
	];
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={crumbs} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const { file, preview } = query.data;
	const imported = file.status === "imported";
	const importFile = async (): Promise<void> => {
		await save.mutateAsync({ id: fileId, mapping: preview.mapping });
		const job = await start.mutateAsync({ id: fileId });
		void queryClient.invalidateQueries({ queryKey: [["files"]] });
		void navigate({ to: "/jobs/$jobId", params: { jobId: job.jobId } });
	};
	const failed = save.error ?? start.error;
	return (
		<>
			<TopBar crumbs={crumbs} />
			<PageHead title={file.name} before={<StatusChip words={fileWords} status={file.status} />}>
				{imported || !mayImport ? null : (
					<Button
						tone="primary"
						icon="download"
						busy={save.isPending || start.isPending}
						disabled={preview.problem !== null || preview.questions.length > 0 || preview.movementCount === 0}
						onClick={() => void importFile().catch(() => {})}
					>
						Import {counted(preview.movementCount, "movement")}
					</Button>
				)}
			</PageHead>
			<FileFacts file={file} preview={preview} zone={zone} />
			{failed === null ? null : <NoticeBar tone="fail">{failureOf(failed).sentence}</NoticeBar>}
			{preview.problem === null ? (
				<div className={classes.body}>
					<section className={classes.left} aria-label="How the rows are read">
						<PreviewErrors preview={preview} />
						<PreviewTable preview={preview} />
					</section>
					<aside className={classes.right} aria-label="Columns and balances" tabIndex={0}>
						<h2 className="vh">Balances and columns</h2>
						<StatementProofs proofs={preview.proofs} />
						{imported ? null : <MappingForm preview={preview} onChange={setMapping} />}
					</aside>
				</div>
			) : (
				<EmptyState title="This file can’t be read">{preview.problem.reason}</EmptyState>
			)}
		</>
	);
}
