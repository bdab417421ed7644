// A new company's first steps: what is done is seen in its own data, what isn't wanted is skipped with a reason, and the whole list can
// be put away and taken up again.
import { Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMay } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { ErrorState, LoadingState, NoticeBar } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import type { StatusWord } from "../../../kit/status-words.ts";
import { FormBlock } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";

type Onboarding = RouterOutputs["onboarding"]["get"];
type Step = Onboarding["steps"][number];

const stepWords = {
	open: { word: "To do", icon: "clock", tone: "wait" },
	done: { word: "Done", icon: "check", tone: "ok" },
	skipped: { word: "Skipped", icon: "x", tone: "idle" },
} as const satisfies Readonly<Record<Step["state"], StatusWord>>;

const reload = (): void => void queryClient.invalidateQueries({ queryKey: [["onboarding"]] });

export function OnboardingPage() {
	const query = useQuery(trpc.onboarding.get.queryOptions());
	const data = query.data;
	return (
		<SettingsPage title="Getting started" body="form" lead="What a company does first. Each step knows by itself when it is done.">
			{data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<Whole data={data} />
					{data.steps.map((step) => (
						<StepBlock key={step.key} step={step} />
					))}
				</>
			)}
		</SettingsPage>
	);
}

function Whole({ data }: { readonly data: Onboarding }) {
	const may = useMay("onboarding.manage");
	const resume = useMutation(trpc.onboarding.resume.mutationOptions({ onSuccess: reload }));
	const leave = useMutation(trpc.onboarding.leave.mutationOptions({ onSuccess: reload }));
	const open = data.steps.filter(({ state }) => state === "open").length;
	if (data.left !== null)
		return (
			<NoticeBar tone="idle">
				<span className="grow" style={{ flexBasis: 160 }}>
					The list was put away: {data.left}
				</span>
				{may ? (
					<Button size="small" busy={resume.isPending} onClick={() => resume.mutate()}>
						Take it up again
					</Button>
				) : null}
			</NoticeBar>
		);
	if (open === 0) return <NoticeBar tone="idle">Nothing is left to do.</NoticeBar>;
	return (
		<NoticeBar tone="idle">
			<span className="grow" style={{ flexBasis: 160 }}>
				{open} of {data.steps.length} steps to do.
			</span>
			{may ? (
				<WithReason verb="Put the list away" busy={leave.isPending} error={leave.error} onGo={(reason) => leave.mutate({ reason })} />
			) : null}
		</NoticeBar>
	);
}

function StepBlock({ step }: { readonly step: Step }) {
	const may = useMay("onboarding.manage");
	const skip = useMutation(trpc.onboarding.skip.mutationOptions({ onSuccess: reload }));
	const takeUp = useMutation(trpc.onboarding.takeUp.mutationOptions({ onSuccess: reload }));
	return (
		<FormBlock title={step.title}>
			<p className="sec">
				<StatusChip words={stepWords} status={step.state} /> {step.why}
				{step.reason === null ? "" : ` Skipped: ${step.reason}`}
			</p>
			<div className="row wrap">
				{step.state === "done" ? null : <Link to={step.to}>Do it now</Link>}
				{may && step.state === "open" ? (
					<WithReason
						verb="Skip this step"
						busy={skip.isPending}
						error={skip.error}
						onGo={(reason) => skip.mutate({ step: step.key, reason })}
					/>
				) : null}
				{may && step.state === "skipped" ? (
					<Button size="small" busy={takeUp.isPending} onClick={() => takeUp.mutate({ step: step.key })}>
						Take it up again
					</Button>
				) : null}
			</div>
		</FormBlock>
	);
}

interface WithReasonProps {
	readonly verb: string;
	readonly busy: boolean;
	readonly error: unknown;
	readonly onGo: (reason: string) => void;
}

/** Asks for the reason where it is wanted. */
function WithReason({ verb, busy, error, onGo }: WithReasonProps) {
	const [asking, setAsking] = useState(false);
	const [reason, setReason] = useState("");
	if (!asking)
		return (
			<Button size="small" tone="quiet" onClick={() => setAsking(true)}>
				{verb}
			</Button>
		);
	return (
		<form
			className="grow"
			style={{ flexBasis: 220 }}
			onSubmit={(event) => {
				event.preventDefault();
				onGo(reason);
			}}
		>
			<Textarea
				label="Why"
				autosize
				minRows={1}
				maxLength={500}
				value={reason}
				error={error === null || error === undefined ? undefined : failureOf(error).sentence}
				onChange={(event) => setReason(event.currentTarget.value)}
			/>
			<div className="row" style={{ marginTop: 8 }}>
				<Button size="small" tone="quiet" onClick={() => setAsking(false)}>
					Don’t
				</Button>
				<Button size="small" type="submit" busy={busy} disabled={reason.trim().length < 3}>
					{verb}
				</Button>
			</div>
		</form>
	);
}
