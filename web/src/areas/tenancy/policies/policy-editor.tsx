// A policy: what it says, for whom, whether it holds. Publishing makes the next version, or asks a second person for it.
import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { policyKinds } from "../../../../../domain/tenancy/policies/policy-kinds.ts";
import { policyKindLeads, policyKindNames } from "../../../../../domain/tenancy/policies/words.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { CheckLine } from "../../../kit/check-line.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { Button } from "../../../kit/button.tsx";
import { NoticeBar } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { tellThatItWaits } from "../approvals/tell-that-it-waits.ts";
import { FormBlock, SettingsForm } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { MaskingPreview } from "./masking-preview.tsx";
import { PolicyVersions } from "./policy-versions.tsx";
import { emptyRules, policyStates, type PolicyRule, type RoleName, stateOf } from "./policy-words.ts";
import { RuleFields } from "./rule-fields.tsx";

interface PolicyEditorProps {
	/** null: a new one. */
	readonly policy: RouterOutputs["policies"]["get"] | null;
	readonly roles: readonly RoleName[];
}

const crumbs = [{ label: "Policies", to: "/settings/policies" as const }];

export function PolicyEditor({ policy, roles }: PolicyEditorProps) {
	const navigate = useNavigate();
	const zone = useZone();
	const may = useMay("policies.manage");
	// What the fields started from. Somebody else may publish meanwhile: what was typed stays until its editor says.
	const [base, setBase] = useState(policy);
	const [name, setName] = useState(policy?.name ?? "");
	const [rule, setRule] = useState<PolicyRule>(policy?.rule ?? emptyRules.masking);
	const [active, setActive] = useState(policy?.active ?? true);
	const [reason, setReason] = useState("");
	const stored = { name: base?.name ?? "", rule: base?.rule ?? emptyRules[rule.kind], active: base?.active ?? true };
	const dirty = reason !== "" || JSON.stringify({ name, rule, active }) !== JSON.stringify(stored);
	const publish = useMutation(
		trpc.policies.publish.mutationOptions({
			onSuccess: async ({ id, waits }) => {
				await Promise.all([["policies"], ["auth"]].map((path) => queryClient.invalidateQueries({ queryKey: [path] })));
				if (waits === null) tell({ sentence: `${name} is published and ${active ? "holds from now on" : "holds nobody any more"}.` });
				else tellThatItWaits(name, waits, navigate);
				if (policy === null && waits === null)
					void navigate({ to: "/settings/policies/$policyId", params: { policyId: id }, replace: true, ignoreBlocker: true });
				else void navigate({ to: "/settings/policies", ignoreBlocker: true });
			},
		}),
	);
	const moved = policy !== null && policy.version !== base?.version && !publish.isPending && !publish.isSuccess;
	const fields = publish.error === null ? {} : failureOf(publish.error).fields;
	const title = policy === null ? "New policy" : policy.name;
	const back = (): void => {
		setBase(policy);
		setName(policy?.name ?? "");
		setRule(policy?.rule ?? emptyRules[rule.kind]);
		setActive(policy?.active ?? true);
		setReason("");
	};
	const drop = (): void => {
		back();
		publish.reset();
	};
	if (moved && !dirty) back();
	return (
		<SettingsPage
			title={title}
			crumbs={crumbs}
			lead={policyKindLeads[rule.kind]}
			body="form"
			beside={policy === null ? undefined : <StatusChip words={policyStates} status={stateOf(policy)} />}
		>
			{moved && dirty ? (
				<NoticeBar tone="wait">
					<span className="grow">Somebody else published version {policy.version} meanwhile: look at it before you go on.</span>
					<Button size="small" onClick={drop}>
						Show theirs, drop mine
					</Button>
				</NoticeBar>
			) : null}
			{may ? (
				<SettingsForm
					label={title}
					dirty={dirty}
					busy={publish.isPending}
					error={publish.error}
					saveLabel={policy === null ? "Publish the policy" : `Publish version ${(base ?? policy).version + 1}`}
					onSave={() => publish.mutate({ id: policy?.id ?? null, name, rule, active, basedOn: base?.version ?? 0, reason })}
					onDiscard={drop}
				>
					<FormBlock>
						{policy === null ? (
							<NativeSelect
								label="Kind"
								value={rule.kind}
								data={policyKinds.map((value) => ({ value, label: policyKindNames[value] }))}
								onChange={(event) => {
									const kind = policyKinds.find((each) => each === event.currentTarget.value);
									if (kind !== undefined) setRule(emptyRules[kind]);
								}}
							/>
						) : null}
						<TextInput
							label="Name"
							name="name"
							maxLength={80}
							value={name}
							error={fields["name"]}
							onChange={(event) => setName(event.currentTarget.value)}
						/>
					</FormBlock>
					<RuleFields rule={rule} roles={roles} errors={fields} onChange={setRule} />
					<FormBlock title="Publish">
						<CheckLine
							label="The policy holds"
							note={active ? undefined : "It is kept with its versions, and binds nobody."}
							checked={active}
							onChange={setActive}
						/>
						<Textarea
							label="Why"
							name="reason"
							description="For people who meet this policy, and for the audit trail."
							autosize
							minRows={1}
							maxLength={500}
							value={reason}
							error={fields["reason"]}
							onChange={(event) => setReason(event.currentTarget.value)}
						/>
					</FormBlock>
				</SettingsForm>
			) : (
				<FormBlock>
					<p>{policy?.sentence}</p>
				</FormBlock>
			)}
			{may && rule.kind === "masking" ? <MaskingPreview rule={rule} roles={roles} /> : null}
			{policy === null ? null : <PolicyVersions versions={policy.versions} zone={zone} />}
		</SettingsPage>
	);
}
