// One question to the vendor with the saved credentials, and its answer: as whom it answered, or what to do. Here they are replaced.
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { credentialFields } from "../../../../domain/sync/vendors/credentials.ts";
import { textAt } from "../jobs/json-text.ts";
import { isOpen } from "../jobs/open-jobs.ts";
import type { ConnectionRow } from "./connection-types.ts";
import classes from "./connections.module.css";
import { CredentialsDialog } from "./credentials-dialog.tsx";
import { enterCredentials } from "./credentials-link.tsx";

const route = getRouteApi("/shell/connections");

const savedState: Readonly<Record<ConnectionRow["status"], string>> = {
	untested: "Credentials not tried yet.",
	connected: "Credentials worked when last tried.",
	failing: "Credentials were refused when last tried.",
	paused: "Paused: nothing is read until someone switches it on.",
};

export function ConnectionTest({ connection }: { readonly connection: ConnectionRow }) {
	const may = useMay("connections.sync");
	const mayEnter = useMay("connections.manage") && credentialFields(connection.vendor).length > 0;
	const { enter } = route.useSearch();
	const navigate = useNavigate({ from: "/connections" });
	const show = (shown: boolean): void =>
		void navigate({ search: (before) => ({ ...before, enter: shown ? enterCredentials : undefined }), replace: true });
	const test = useMutation(
		trpc.connections.test.mutationOptions({ onSuccess: () => void queryClient.invalidateQueries({ queryKey: [["jobs"]] }) }),
	);
	const jobId = test.data?.jobId ?? null;
	const job = useQuery(
		trpc.jobs.get.queryOptions(
			{ jobId: jobId ?? "" },
			{
				enabled: jobId !== null,
				refetchInterval: ({ state }) => (state.data === undefined || isOpen(state.data.status) ? 1000 : false),
			},
		),
	);
	const asking = test.isPending || (jobId !== null && (job.data === undefined || isOpen(job.data.status)));
	return (
		<PanelSection>
			<div className={classes.test}>
				<div className="grow" role="status">
					{asking ? (
						<WordChip word="Asking the vendor" icon="loader" tone="run" />
					) : test.error !== null ? (
						<p className="fail-text">{failureOf(test.error).sentence}</p>
					) : job.data === undefined ? (
						<p>{savedState[connection.status]}</p>
					) : (
						<Answer job={job.data} />
					)}
				</div>
				{may ? (
					<Button size="small" icon="plug-connected" disabled={asking} onClick={() => test.mutate({ id: connection.id })}>
						Test
					</Button>
				) : null}
				{mayEnter ? (
					<Button size="small" icon="lock" onClick={() => show(true)}>
						Replace
					</Button>
				) : null}
			</div>
			{mayEnter ? (
				<CredentialsDialog
					opened={enter === enterCredentials}
					connection={connection}
					onSaved={() => {
						if (may) test.mutate({ id: connection.id });
					}}
					onClose={() => show(false)}
				/>
			) : null}
		</PanelSection>
	);
}

interface AnsweredJob {
	readonly id: string;
	readonly status: string;
	readonly result: Readonly<Record<string, unknown>> | null;
	readonly failureMessage: string | null;
}

function Answer({ job }: { readonly job: AnsweredJob }) {
	if (job.status === "done") {
		return (
			<p className={classes.answer}>
				<Icon name="circle-check" className={classes.good} />
				<span>
					Answered as <b className="med">{textAt(job.result, "account") ?? "the saved account"}</b>
				</span>
			</p>
		);
	}
	return (
		<p className="fail-text">
			{job.failureMessage ?? "The test ended without an answer."}{" "}
			<Link to="/jobs/$jobId" params={{ jobId: job.id }}>
				Open the test
			</Link>
		</p>
	);
}
