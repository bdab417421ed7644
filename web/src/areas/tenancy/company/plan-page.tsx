// What the company has bought, what is used of it, and how to get more.
import { Modal, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { tell } from "../../../kit/notices.ts";
import { ErrorState, LoadingState, NoticeBar } from "../../../kit/states.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { FormBlock } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import classes from "./plan.module.css";

type PlanView = RouterOutputs["tenant"]["plan"];

export function PlanPage() {
	const query = useQuery(trpc.tenant.plan.queryOptions());
	const zone = useZone();
	const view = query.data;
	const plan = view?.plans.find(({ key }) => key === view.plan);
	return (
		<SettingsPage title="Plan and usage" body="form" beside={plan === undefined ? undefined : <span className="dim">{plan.name}</span>}>
			{view === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					{view.asked === null ? null : (
						<NoticeBar tone="idle">
							<span>
								The plan {view.plans.find(({ key }) => key === view.asked?.plan)?.name} was asked for on{" "}
								{fullMomentText(view.asked.at, zone)}.
							</span>
						</NoticeBar>
					)}
					<FormBlock title="Used of this plan" text="A limit refuses what is new; it never takes away or hides what is there.">
						<ul className={classes.usage}>
							{view.usage.map((line) => (
								<UsageLine key={line.quota} line={line} />
							))}
						</ul>
					</FormBlock>
					<FormBlock title="Plans">
						<Plans view={view} />
					</FormBlock>
				</>
			)}
		</SettingsPage>
	);
}

const near = 0.8;

function UsageLine({ line }: { readonly line: PlanView["usage"][number] }) {
	const share = line.limit === null || line.limit === 0 ? 0 : Math.min(1, line.used / line.limit);
	const state = line.limit !== null && line.used >= line.limit ? "full" : share >= near ? "near" : undefined;
	return (
		<li>
			<span className={classes.name}>{line.name.charAt(0).toUpperCase() + line.name.slice(1)}</span>
			<span className="num">
				{countText(line.used)} <span className="dim">of {line.limit === null ? "any number" : countText(line.limit)}</span>
			</span>
			<span className={classes.bar} data-state={state} aria-hidden="true">
				<span style={{ width: `${share * 100}%` }} />
			</span>
			<small>
				{state === "full" ? "At the limit. " : state === "near" ? "Near the limit. " : ""}
				{line.per === "month" ? "Since the first of the month (UTC)" : "Now"}
			</small>
		</li>
	);
}

function Plans({ view }: { readonly view: PlanView }) {
	const may = useMay("tenancy.manage");
	const [asking, setAsking] = useState<PlanView["plans"][number] | null>(null);
	const features = view.plans[0]?.features ?? [];
	const limits = view.plans[0]?.limits ?? [];
	return (
		<div className={classes.plans} tabIndex={0} role="group" aria-label="Plans compared">
			<table>
				<thead>
					<tr>
						<th scope="col">
							<span className="vh">What</span>
						</th>
						{view.plans.map((plan) => (
							<th key={plan.key} scope="col" data-own={plan.key === view.plan || undefined}>
								{plan.name}
								<small>{plan.key === view.plan ? "your plan" : ""}</small>
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{limits.map(({ quota }, index) => (
						<tr key={quota}>
							<th scope="row">{limitName(view, quota)}</th>
							{view.plans.map((plan) => (
								<td key={plan.key} data-own={plan.key === view.plan || undefined}>
									{plan.limits[index]?.words}
								</td>
							))}
						</tr>
					))}
					{features.map(({ feature, name }) => (
						<tr key={feature}>
							<th scope="row">{name}</th>
							{view.plans.map((plan) => {
								const has = plan.features.find((each) => each.feature === feature)?.has === true;
								return (
									<td key={plan.key} data-own={plan.key === view.plan || undefined}>
										<span className={has ? classes.has : "dim"}>
											<Icon name={has ? "check" : "minus"} size={14} />
											<span className="vh">{has ? "yes" : "no"}</span>
										</span>
									</td>
								);
							})}
						</tr>
					))}
					{may ? (
						<tr>
							<th scope="row">
								<span className="vh">Ask for it</span>
							</th>
							{view.plans.map((plan) => (
								<td key={plan.key} data-own={plan.key === view.plan || undefined}>
									{plan.key === view.plan ? null : (
										<Button size="small" onClick={() => setAsking(plan)} aria-label={`Ask for ${plan.name}`}>
											Ask for it
										</Button>
									)}
								</td>
							))}
						</tr>
					) : null}
				</tbody>
			</table>
			{asking === null ? null : <AskForPlan plan={asking} onClose={() => setAsking(null)} />}
		</div>
	);
}

const limitName = (view: PlanView, quota: string): string => {
	const name = view.usage.find((line) => line.quota === quota)?.name ?? quota;
	return name.charAt(0).toUpperCase() + name.slice(1);
};

function AskForPlan({ plan, onClose }: { readonly plan: PlanView["plans"][number]; readonly onClose: () => void }) {
	const [note, setNote] = useState("");
	const ask = useMutation(
		trpc.tenant.askForPlan.mutationOptions({
			onSuccess: () => {
				tell({ sentence: `The plan ${plan.name} is asked for.` });
				void queryClient.invalidateQueries({ queryKey: [["tenant"]] });
				onClose();
			},
		}),
	);
	return (
		<Modal opened onClose={onClose} title={`Ask for ${plan.name}?`} closeButtonProps={{ "aria-label": "Close" }}>
			<p className="sec">Whoever runs this platform sees the request beside the company. Nothing changes before they answer.</p>
			<Textarea
				mt={12}
				label="Note"
				description="Optional. What it is needed for, and from when."
				autosize
				minRows={2}
				maxLength={500}
				value={note}
				onChange={(event) => setNote(event.currentTarget.value)}
			/>
			{ask.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(ask.error).sentence}
				</p>
			)}
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button tone="quiet" onClick={onClose}>
					Stay with this plan
				</Button>
				<Button tone="primary" busy={ask.isPending} onClick={() => ask.mutate({ plan: plan.key, note })}>
					Ask for {plan.name}
				</Button>
			</div>
		</Modal>
	);
}
