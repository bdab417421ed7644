// A company's single sign-on: its provider, who may come in, and the domains that the provider speaks for.
import { PasswordInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { roleNames, roles } from "../../../../../domain/tenancy/permissions.ts";
import { trpc } from "../../../app/api-client.ts";
import { CheckLine } from "../../../kit/check-line.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";
import { useMe } from "../../../app/session.ts";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { tell } from "../../../kit/notices.ts";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { DangerAction, DangerZone } from "../settings/danger-zone.tsx";
import { FormBlock, SettingsForm } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { SsoDomains } from "./sso-domains.tsx";
import { keepSso, type SsoSettings } from "./keep-sso.ts";

type Provider = NonNullable<SsoSettings["provider"]>;
type Draft = Omit<Provider, "id"> & { readonly clientSecret: string };

const emptyDraft: Draft = { name: "", issuer: "", clientId: "", clientSecret: "", state: "optional", joins: true, defaultRole: "analyst" };

const draftOf = ({ provider }: SsoSettings): Draft => {
	if (provider === null) return emptyDraft;
	const { id: _, ...kept } = provider;
	return { ...kept, clientSecret: "" };
};

const stateChoices = [
	{ value: "off", label: "Off" },
	{ value: "optional", label: "Beside passwords" },
	{ value: "enforced", label: "Instead of passwords (owners keep theirs)" },
];
const roleChoices = roles.filter((role) => role !== "integration").map((role) => ({ value: role, label: roleNames[role] }));

export function SsoSettingsPage() {
	const query = useQuery(trpc.sso.get.queryOptions());
	const settings = query.data;
	return (
		<SettingsPage
			title="Single sign-on"
			lead="People sign in through your own OpenID Connect provider. What it vouches for opens this company alone."
			body="form"
		>
			{settings === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<ProviderForm key={JSON.stringify(settings.provider)} settings={settings} />
					{settings.provider === null ? null : <SsoDomains settings={settings} />}
					{settings.provider === null ? null : <Remove />}
				</>
			)}
		</SettingsPage>
	);
}

function ProviderForm({ settings }: { readonly settings: SsoSettings }) {
	const stored = draftOf(settings);
	const [draft, setDraft] = useState(stored);
	const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
	const save = useMutation(
		trpc.sso.save.mutationOptions({
			onSuccess: (next) => {
				keepSso(next);
				tell({ sentence: "Single sign-on is saved." });
			},
		}),
	);
	const fields = save.error === null ? {} : failureOf(save.error).fields;
	const owner = useMe().tenant.role === "owner";
	return (
		<SettingsForm
			label="Identity provider"
			dirty={JSON.stringify(draft) !== JSON.stringify(stored)}
			busy={save.isPending}
			error={save.error}
			saveLabel="Save the provider"
			onSave={() => save.mutate({ ...draft, clientSecret: draft.clientSecret === "" ? null : draft.clientSecret })}
			onDiscard={() => {
				setDraft(stored);
				save.reset();
			}}
		>
			<FormBlock title="Provider" text="Enter this address at the provider as the place to come back to:">
				<CodeBlock label="Redirect address" text={settings.callbackUrl} />
				{owner ? null : (
					<p className="sec row" style={{ alignItems: "flex-start" }}>
						<Icon name="lock" size={14} />
						The provider vouches for owners too, so only an owner chooses it: its address, client id and secret.
					</p>
				)}
				<TextInput
					label="Name"
					name="name"
					description="For the button on the login page, such as Okta or Entra ID."
					value={draft.name}
					error={fields["name"]}
					onChange={(event) => set({ name: event.currentTarget.value })}
				/>
				<TextInput
					label="Issuer"
					name="issuer"
					disabled={!owner}
					description="The provider’s address, below which its configuration is found."
					value={draft.issuer}
					error={fields["issuer"]}
					onChange={(event) => set({ issuer: event.currentTarget.value })}
				/>
				<TextInput
					label="Client id"
					name="clientId"
					disabled={!owner}
					autoComplete="off"
					value={draft.clientId}
					error={fields["clientId"]}
					onChange={(event) => set({ clientId: event.currentTarget.value })}
				/>
				<PasswordInput
					label="Client secret"
					name="clientSecret"
					disabled={!owner}
					autoComplete="off"
					description={settings.provider === null ? "Kept sealed, and never shown again." : "Empty: the stored one stays."}
					value={draft.clientSecret}
					error={fields["clientSecret"]}
					onChange={(event) => set({ clientSecret: event.currentTarget.value })}
					visibilityToggleButtonProps={{ "aria-label": "Show the secret" }}
				/>
			</FormBlock>
			<FormBlock title="Who comes in">
				<Select
					label="Use it"
					data={stateChoices}
					allowDeselect={false}
					value={draft.state}
					onChange={(value) => set({ state: (value ?? draft.state) as Draft["state"] })}
				/>
				{draft.state === "enforced" && stored.state !== "enforced" ? (
					<p className="sec row" style={{ alignItems: "flex-start" }} role="status">
						<Icon name="alert-circle" size={14} />
						{owner
							? "When this is saved, everybody but owners who came in with a password is signed out."
							: "When this is saved, everybody but owners who came in with a password is signed out: you too, if you did."}
					</p>
				) : null}
				<CheckLine
					label="New people of the proven domains become members at their first login"
					checked={draft.joins}
					onChange={(joins) => set({ joins })}
				/>
				<Select
					label="Their role"
					data={roleChoices}
					allowDeselect={false}
					disabled={!draft.joins}
					value={draft.defaultRole}
					onChange={(value) => set({ defaultRole: (value ?? draft.defaultRole) as Draft["defaultRole"] })}
				/>
			</FormBlock>
		</SettingsForm>
	);
}

function Remove() {
	const remove = useMutation(trpc.sso.remove.mutationOptions({ onSuccess: keepSso }));
	return (
		<DangerZone>
			<DangerAction
				title="Remove single sign-on"
				effect="Nobody comes in through the provider any more, and its domains are forgotten. Members stay; whoever has no password chooses one by mail."
				verb="Remove single sign-on"
				question="Remove single sign-on?"
				keep="Keep it"
				busy={remove.isPending}
				error={remove.error}
				onConfirm={() => remove.mutate()}
			/>
		</DangerZone>
	);
}
