// One uploaded file: what it is and how sure that is, how its rows are read, whether its balances tie, and the import.
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { TableMapping } from "../../../../domain/sync/files/table-mapping.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { fileWords } from "../../kit/status-words.ts";
import { DetectedSection } from "./detected-section.tsx";
import { FileFacts } from "./file-facts.tsx";
import { FileProgress } from "./file-progress.tsx";
import { FileTotals } from "./file-totals.tsx";
import { FileWarnings, ReasonSection } from "./file-warnings.tsx";
import { type FilePageData, countedRows, needsReason } from "./file-words.ts";
import { tellThatItWaits } from "../tenancy/approvals/tell-that-it-waits.ts";
import classes from "./file-page.module.css";
import { MappingForm } from "./mapping-form.tsx";
import { PreviewCount, PreviewNotes, PreviewRefused, PreviewTable } from "./preview-table.tsx";
import { StatementProofs } from "./statement-proofs.tsx";

const route = getRouteApi("/shell/connections/$connectionId/files/$fileId");

/** What a person changed about how the file is read; nothing before they did. */
type Choice = { readonly settings: TableMapping } | { readonly layout: string } | null;

const missing = (questions: number): string => (questions === 1 ? "One thing is missing" : `${questions} things are missing`);

export function FilePage() {
	const { connectionId, fileId } = route.useParams();
	const [choice, setChoice] = useState<Choice>(null);
	const query = useQuery(trpc.files.preview.queryOptions({ id: fileId, ...choice }, { placeholderData: keepPreviousData }));
	const crumbs = [
		{ label: "Connections", to: "/connections" as const },
		{ label: "Files", to: "/connections/$connectionId/files" as const, params: { connectionId } },
		{ label: query.data?.file.name ?? "File" },
	];
	return (
		<>
			<TopBar crumbs={crumbs} />
			{query.data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<OneFile page={query.data} choice={choice} onChoice={setChoice} busy={query.isPlaceholderData} />
			)}
		</>
	);
}

interface OneFileProps {
	readonly page: FilePageData;
	readonly choice: Choice;
	readonly onChoice: (choice: Choice) => void;
	readonly busy: boolean;
}

function OneFile({ page, choice, onChoice, busy }: OneFileProps) {
	const { file, inspection } = page;
	const zone = useZone();
	const now = useNow();
	const [reason, setReason] = useState("");
	const preview = inspection?.preview ?? null;
	return (
		<>
			<PageHead title={file.name} before={<StatusChip words={fileWords} status={file.status} />}>
				<ImportButton page={page} changed={choice !== null} reason={reason} busy={busy} onLooking={() => onChoice(null)} />
			</PageHead>
			<FileFacts page={page} zone={zone} />
			<FileWarnings page={page} zone={zone} now={now} />
			{inspection === null ? (
				<FileProgress file={file} />
			) : inspection.problem !== null ? (
				<EmptyState title="This file can’t be read">{inspection.problem.reason}</EmptyState>
			) : (
				<div className={classes.body}>
					<section className={preview === null ? `${classes.left} ${classes.asking}` : classes.left} aria-label="How the rows are read">
						{preview === null ? (
							<EmptyState title={missing(inspection.questions.length)}>
								Answer what is asked, and the rows show here as they will be read.
							</EmptyState>
						) : (
							<>
								<PreviewRefused preview={preview} />
								<PreviewTable preview={preview} />
								<PreviewNotes preview={preview} />
								<FootBar>
									<PreviewCount preview={preview} />
								</FootBar>
							</>
						)}
					</section>
					<Aside page={page} choice={choice} onChoice={onChoice} reason={reason} onReason={setReason} zone={zone} />
				</div>
			)}
		</>
	);
}

interface AsideProps {
	readonly page: FilePageData;
	readonly choice: Choice;
	readonly onChoice: (choice: Choice) => void;
	readonly reason: string;
	readonly onReason: (reason: string) => void;
	readonly zone: string;
}

function Aside({ page, choice, onChoice, reason, onReason, zone }: AsideProps) {
	const { file, inspection, layouts } = page;
	const questions = inspection?.questions ?? [];
	const asked = useAsked(questions.map(({ field }) => field));
	if (inspection === null || inspection.detected === null) return null;
	const { detected, preview } = inspection;
	const open = file.status !== "imported";
	// What a person types is shown at once, not when the rows have been read again.
	const table = choice !== null && "settings" in choice ? choice.settings : inspection.table;
	const form =
		!open || table === null ? null : (
			<MappingForm
				table={table}
				header={detected.header}
				questions={questions}
				asked={asked}
				ownColumns={table.layout === "generic"}
				onChange={(settings) => onChoice({ settings })}
			/>
		);
	const chooses = open && (!page.byJob || detected.format === "csv");
	return (
		<aside className={classes.right} aria-label="What it is, totals and balances" tabIndex={0}>
			<h2 className="vh">What it is, totals and balances</h2>
			<ReasonSection page={page} zone={zone} reason={reason} onReason={onReason} />
			{asked.size > 0 ? form : null}
			<DetectedSection detected={detected} layouts={layouts} onChoose={chooses ? (layout) => onChoice({ layout }) : null} />
			{preview === null || page.partial ? null : (
				<>
					<StatementProofs proofs={preview.proofs} />
					<FileTotals preview={preview} />
				</>
			)}
			{asked.size > 0 ? null : form}
		</aside>
	);
}

/** Every question since the page was opened. */
function useAsked(fields: readonly string[]): ReadonlySet<string> {
	const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
	if (fields.some((field) => !asked.has(field))) setAsked(new Set([...asked, ...fields]));
	return asked;
}

interface ImportButtonProps {
	readonly page: FilePageData;
	readonly changed: boolean;
	readonly reason: string;
	readonly busy: boolean;
	/** A large file is looked at again before it can be imported. */
	readonly onLooking: () => void;
}

function ImportButton({ page, changed, reason, busy, onLooking }: ImportButtonProps) {
	const { file, inspection, liveSource } = page;
	const navigate = useNavigate();
	const mayImport = useMay("files.import");
	const save = useMutation(trpc.files.saveMapping.mutationOptions());
	const start = useMutation(trpc.files.import.mutationOptions());
	const failed = save.error ?? start.error;
	const preview = inspection?.preview ?? null;
	if (file.status === "imported" || !mayImport || inspection === null) return null;
	const { settings } = inspection;
	const importFile = async (): Promise<void> => {
		if (settings === null) return;
		const { jobId: looking } = await save.mutateAsync({ id: file.id, settings });
		void queryClient.invalidateQueries({ queryKey: [["files"]] });
		if (looking !== null) return onLooking();
		const job = await start.mutateAsync({ id: file.id, reason });
		void queryClient.invalidateQueries({ queryKey: [["files"]] });
		if (job.waits !== null) return tellThatItWaits(`The import of ${file.name}`, job.waits, navigate);
		void navigate({ to: "/jobs/$jobId", params: { jobId: job.jobId } });
	};
	const again = page.byJob && changed;
	const missing = needsReason(page) && reason.trim() === "";
	return (
		<>
			{failed === null ? null : <NoticeBar tone="fail">{failureOf(failed).sentence}</NoticeBar>}
			<Button
				tone="primary"
				icon={again ? "refresh" : "download"}
				busy={save.isPending || start.isPending || busy}
				disabled={
					page.waits !== null ||
					settings === null ||
					inspection.questions.length > 0 ||
					liveSource !== null ||
					(!again && (preview === null || preview.rowCount === 0 || missing))
				}
				title={missing ? "Say first why it is imported anyway" : undefined}
				onClick={() => void importFile().catch(() => {})}
			>
				{again ? "Look at it again" : preview === null ? "Import" : `Import ${countedRows(preview.kind, preview.rowCount)}`}
			</Button>
		</>
	);
}
