// One company for who runs the platform: its state and plan, and asking to be let in. Each step has a reason and stands in the
// company's own audit trail.
import { NativeSelect, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { goTo } from "../../../app/go-to.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { companyWords, planText } from "../company/company-words.ts";
import type { PlatformCompany } from "./platform-page.tsx";

const planKeys = ["starter", "growth", "scale", "enterprise"] as const;
type PlanKey = (typeof planKeys)[number];
const hours = [1, 4, 8, 24, 72] as const;

interface CompanyPanelProps {
	readonly company: PlatformCompany;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function CompanyPanel({ company, zone, takeFocus, onClose }: CompanyPanelProps) {
	return (
		<Panel
			label={company.name}
			title={company.name}
			subject={company.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={companyWords} status={company.status} />}
		>
			<PanelBody>
				<PanelSection>
					<FactList
						facts={[
							{ label: "Id", value: <span className="mono">{company.id}</span> },
							{
								label: "Plan",
								value:
									company.askedPlan === null
										? planText(company.plan)
										: `${planText(company.plan)}, asks for ${planText(company.askedPlan)}`,
							},
							{ label: "Members", value: <span className="num">{company.members}</span> },
							{ label: "Since", value: <span className="num">{fullMomentText(company.createdAt, zone)}</span> },
						]}
					/>
				</PanelSection>
				<SupportSection company={company} zone={zone} />
				{/* A reason was for one step: the next begins without it. */}
				<PlanSection key={company.plan} company={company} />
				{company.status === "closing" ? null : <StatusSection key={company.status} company={company} />}
			</PanelBody>
		</Panel>
	);
}

const done = (sentence: (company: PlatformCompany) => string) => ({
	onSuccess: (company: PlatformCompany) => {
		tell({ sentence: sentence(company) });
		void queryClient.invalidateQueries({ queryKey: [["platform"]] });
	},
});

function SupportSection({ company, zone }: Pick<CompanyPanelProps, "company" | "zone">) {
	const [role, setRole] = useState<"auditor" | "engineer">("auditor");
	const [time, setTime] = useState("4");
	const ask = useMutation(trpc.platform.askForAccess.mutationOptions(done(({ name }) => `${name} is asked to let you in.`)));
	const leave = useMutation(trpc.platform.leave.mutationOptions(done(({ name }) => `You are out of ${name}.`)));
	const enter = useMutation(trpc.auth.switchTenant.mutationOptions({ onSuccess: () => goTo(`/jobs?tenant=${company.id}`) }));
	const { support } = company;
	if (support !== null && (support.status === "requested" || support.status === "granted"))
		return (
			<PanelSection title="Support access">
				<p className="sec" style={{ marginBottom: 8 }}>
					{support.status === "requested"
						? "You asked to be let in; somebody of the company answers."
						: `You are let in until ${support.expiresAt === null ? "it is ended" : fullMomentText(support.expiresAt, zone)}. Everything you do in it stands in its audit trail, as support.`}
				</p>
				<Failed error={leave.error ?? enter.error} />
				<div className="row wrap">
					{support.status === "granted" ? (
						<Button tone="primary" busy={enter.isPending} onClick={() => enter.mutate({ tenantId: company.id })}>
							Open the company
						</Button>
					) : null}
					<Button tone="danger" busy={leave.isPending} onClick={() => leave.mutate({ id: company.id })}>
						{support.status === "requested" ? "Take the request back" : "End the access"}
					</Button>
				</div>
			</PanelSection>
		);
	return (
		<PanelSection title="Support access">
			<WithReason
				verb="Ask to be let in"
				busy={ask.isPending}
				error={ask.error}
				onSend={(reason) => ask.mutate({ id: company.id, role, hours: Number(time), reason })}
			>
				<div className="row wrap">
					<NativeSelect
						label="To"
						value={role}
						onChange={(event) => setRole(event.currentTarget.value as "auditor" | "engineer")}
						data={[
							{ value: "auditor", label: "read only" },
							{ value: "engineer", label: "repair" },
						]}
					/>
					<NativeSelect
						label="For"
						value={time}
						onChange={(event) => setTime(event.currentTarget.value)}
						data={hours.map((each) => ({ value: String(each), label: counted(each, "hour") }))}
					/>
				</div>
			</WithReason>
		</PanelSection>
	);
}

function PlanSection({ company }: { readonly company: PlatformCompany }) {
	const [plan, setPlan] = useState<PlanKey>(planKeys.find((each) => each === (company.askedPlan ?? company.plan)) ?? "starter");
	const set = useMutation(trpc.platform.setPlan.mutationOptions(done(({ name, plan }) => `${name} has the plan ${planText(plan)}.`)));
	return (
		<PanelSection title="Plan">
			<WithReason
				verb="Set the plan"
				busy={set.isPending}
				error={set.error}
				disabled={plan === company.plan}
				onSend={(reason) => set.mutate({ id: company.id, plan, reason })}
			>
				<NativeSelect
					label="Plan"
					value={plan}
					onChange={(event) => setPlan(event.currentTarget.value as PlanKey)}
					data={planKeys.map((value) => ({ value, label: planText(value) }))}
				/>
			</WithReason>
		</PanelSection>
	);
}

function StatusSection({ company }: { readonly company: PlatformCompany }) {
	const suspend = useMutation(trpc.platform.suspend.mutationOptions(done(({ name }) => `${name} is suspended.`)));
	const resume = useMutation(trpc.platform.resume.mutationOptions(done(({ name }) => `${name} works again.`)));
	const active = company.status === "active";
	const move = active ? suspend : resume;
	return (
		<PanelSection title={active ? "Suspend" : "Resume"}>
			<p className="sec" style={{ marginBottom: 8 }}>
				{active
					? "Nobody of the company can change anything from then on; everything can still be read and exported."
					: "People of the company can work again as before."}
			</p>
			<WithReason
				verb={active ? "Suspend the company" : "Resume the company"}
				danger={active}
				busy={move.isPending}
				error={move.error}
				onSend={(reason) => move.mutate({ id: company.id, reason })}
			/>
		</PanelSection>
	);
}

interface WithReasonProps {
	readonly verb: string;
	readonly danger?: boolean;
	readonly disabled?: boolean;
	readonly busy: boolean;
	readonly error: unknown;
	readonly onSend: (reason: string) => void;
	readonly children?: ReactNode;
}

function WithReason({ verb, danger = false, disabled = false, busy, error, onSend, children }: WithReasonProps) {
	const [reason, setReason] = useState("");
	const fields = error === null ? {} : failureOf(error).fields;
	return (
		<form
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				onSend(reason);
			}}
		>
			{children}
			<Textarea
				my={8}
				label="Reason"
				aria-label={`Reason: ${verb}`}
				autosize
				minRows={1}
				maxLength={500}
				value={reason}
				error={fields["reason"]}
				onChange={(event) => setReason(event.currentTarget.value)}
			/>
			{fields["reason"] === undefined ? <Failed error={error} /> : null}
			<Button type="submit" tone={danger ? "danger" : "plain"} busy={busy} disabled={disabled}>
				{verb}
			</Button>
		</form>
	);
}

function Failed({ error }: { readonly error: unknown }) {
	return error === null || error === undefined ? null : (
		<p className="fail-text" role="alert">
			{failureOf(error).sentence}
		</p>
	);
}
