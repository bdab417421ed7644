// Everything the company has, taken out or erased: the export as a job, and last the erasure with its days to change one's mind.
import { Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { ErrorState, LoadingState, NoticeBar } from "../../../kit/states.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { DangerAction, DangerZone } from "../settings/danger-zone.tsx";
import { FormBlock } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

type Erasure = RouterOutputs["lifecycle"]["erasure"];

export function DataPage() {
	// Taken back, until its job has ended.
	const [ending, setEnding] = useState(false);
	const query = useQuery(trpc.lifecycle.erasure.queryOptions(undefined, { refetchInterval: ending ? 1_500 : false }));
	const erasure = query.data;
	if (ending && erasure?.state.kind === "none") setEnding(false);
	return (
		<SettingsPage title="Export and erasure" body="form" lead="Everything that the company has here, to take with you or to erase.">
			{erasure === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<Standing erasure={erasure} ending={ending} onKept={() => setEnding(true)} />
					<ExportAll />
					<Erase erasure={erasure} />
				</>
			)}
		</SettingsPage>
	);
}

const reload = (): void => {
	for (const router of ["lifecycle", "approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
};

interface StandingProps {
	readonly erasure: Erasure;
	readonly ending: boolean;
	readonly onKept: () => void;
}

function Standing({ erasure, ending, onKept }: StandingProps) {
	const zone = useZone();
	const may = useMay("tenant.erase");
	const { state, company } = erasure;
	const cancel = useMutation(
		trpc.lifecycle.cancelErasure.mutationOptions({
			onSuccess: () => {
				tell({ sentence: `${company} stays: nothing was erased.` });
				onKept();
				reload();
			},
		}),
	);
	if (state.kind === "none") return null;
	if (ending) return <NoticeBar tone="idle">The erasure was taken back; its job is ending.</NoticeBar>;
	const by = state.askedBy === null ? "" : ` ${state.askedBy} asked for it.`;
	return (
		<NoticeBar tone="wait">
			<span className="grow" style={{ flexBasis: 220 }}>
				{state.kind === "proposed"
					? `The erasure of ${company} waits for a second owner or admin.${by}`
					: `${company} is erased after ${fullMomentText(state.until, zone)}. Until then it can be taken back.${by}`}
				{cancel.error === null ? null : <span className="fail-text"> {failureOf(cancel.error).sentence}</span>}
			</span>
			{state.kind === "waiting" && state.reportPage !== null ? (
				<a href={state.reportPage} target="_blank" rel="noreferrer">
					The report will be here: keep this address
				</a>
			) : null}
			{may ? (
				<Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate()}>
					Keep the company
				</Button>
			) : null}
		</NoticeBar>
	);
}

function ExportAll() {
	const navigate = useNavigate();
	const start = useMutation(
		trpc.lifecycle.export.mutationOptions({
			onSuccess: ({ jobId }) => void navigate({ to: "/jobs/$jobId", params: { jobId } }),
		}),
	);
	return (
		<FormBlock title="Export everything">
			<p className="sec">
				One archive: a file of JSON lines for every table, every stored file as it came, and a signed manifest. Credentials, hashes of keys
				and data keys are left out, and the manifest names them. Whoever asks for it can download it for seven days.
			</p>
			{start.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(start.error).sentence}
				</p>
			)}
			<div>
				<Button icon="download" busy={start.isPending} onClick={() => start.mutate()}>
					Export the company
				</Button>
			</div>
		</FormBlock>
	);
}

function Erase({ erasure }: { readonly erasure: Erasure }) {
	const may = useMay("tenant.erase");
	const [reason, setReason] = useState("");
	const ask = useMutation(
		trpc.lifecycle.askErasure.mutationOptions({
			onSuccess: ({ outcome }) => {
				tell({
					sentence: outcome === "proposed" ? "A second owner or admin has to agree now." : "The days to change your mind have begun.",
				});
				reload();
			},
		}),
	);
	const { company, others, graceDays, state } = erasure;
	if (!may || state.kind !== "none") return null;
	return (
		<DangerZone>
			<DangerAction
				title="Erase the company"
				effect={
					<>
						{others > 0 ? "A second owner or admin has to agree. " : ""}
						{graceDays} days later all rows, files, credentials and keys of {company} are gone for good, and so are accounts of people who
						are in no other company. What the law keeps, the audit trail without names, stays for seven years; a signed report says what was
						deleted and what is kept.{" "}
						<Link to="/settings/audit" style={{ textDecoration: "underline" }}>
							Export the audit trail
						</Link>{" "}
						first if you want to verify it.
					</>
				}
				verb="Erase the company"
				question={`Erase ${company}?`}
				keep="Keep the company"
				typed={company}
				disabled={false}
				busy={ask.isPending}
				error={ask.error}
				onConfirm={() => ask.mutate({ company, reason })}
			>
				<Textarea
					mt={12}
					label="Why"
					autosize
					minRows={2}
					maxLength={500}
					value={reason}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
			</DangerAction>
		</DangerZone>
	);
}
