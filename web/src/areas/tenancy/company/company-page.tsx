// The company's own settings: its name, as on invoices, where notices go; and its state.
import { TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { dataKindWords, useEntities, useMay, useZone } from "../../../app/session.ts";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { FactList } from "../../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { FormBlock, SettingsForm } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { companyWords } from "./company-words.ts";

type Company = RouterOutputs["tenant"]["get"];

export function CompanyPage() {
	const query = useQuery(trpc.tenant.get.queryOptions());
	const company = query.data;
	return (
		<SettingsPage
			title="Company"
			body="form"
			beside={company === undefined ? undefined : <StatusChip words={companyWords} status={company.status} />}
		>
			{company === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<CompanyForm key={JSON.stringify([company.name, company.settings])} company={company} />
					<CompanyFacts company={company} />
				</>
			)}
		</SettingsPage>
	);
}

function CompanyForm({ company }: { readonly company: Company }) {
	const may = useMay("tenancy.manage");
	const [name, setName] = useState(company.name);
	const [settings, setSettings] = useState(company.settings);
	const save = useMutation(
		trpc.tenant.update.mutationOptions({
			onSuccess: () => {
				tell({ sentence: "The company’s settings are saved." });
				for (const router of ["tenant", "auth"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
			},
		}),
	);
	const fields = save.error === null ? {} : failureOf(save.error).fields;
	const set = (change: Partial<Company["settings"]>): void => setSettings((before) => ({ ...before, ...change }));
	const dirty = name !== company.name || JSON.stringify(settings) !== JSON.stringify(company.settings);
	if (!may)
		return (
			<FactList
				facts={[
					{ label: "Name", value: company.name },
					{ label: "Legal name", value: company.settings.legalName || "not known" },
					{ label: "Country", value: company.settings.country || "not known" },
					{ label: "Notices go to", value: company.settings.contactEmail || "nobody" },
				]}
			/>
		);
	return (
		<SettingsForm
			label="Company settings"
			dirty={dirty}
			busy={save.isPending}
			error={save.error}
			saveLabel="Save the settings"
			onSave={() => save.mutate({ name, settings })}
			onDiscard={() => {
				setName(company.name);
				setSettings(company.settings);
				save.reset();
			}}
		>
			<FormBlock>
				<TextInput
					label="Name"
					name="name"
					description="What people see in the switcher and on exports."
					maxLength={120}
					value={name}
					error={fields["name"]}
					onChange={(event) => setName(event.currentTarget.value)}
				/>
				<TextInput
					label="Legal name"
					name="settings.legalName"
					description="Optional. As on its invoices."
					maxLength={200}
					value={settings.legalName}
					error={fields["settings.legalName"]}
					onChange={(event) => set({ legalName: event.currentTarget.value })}
				/>
				<TextInput
					label="Country"
					name="settings.country"
					description="Optional. Two letters, such as US or DE."
					maxLength={2}
					value={settings.country}
					error={fields["settings.country"]}
					onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
				/>
				<TextInput
					label="Notices go to"
					name="settings.contactEmail"
					type="email"
					description="Optional. An address for what concerns the whole company."
					maxLength={254}
					value={settings.contactEmail}
					error={fields["settings.contactEmail"]}
					onChange={(event) => set({ contactEmail: event.currentTarget.value })}
				/>
			</FormBlock>
		</SettingsForm>
	);
}

function CompanyFacts({ company }: { readonly company: Company }) {
	const zone = useZone();
	const entities = useEntities();
	return (
		<FormBlock title="Entities and data">
			<FactList
				facts={[
					{ label: "Kind of data", value: dataKindWords[company.dataKind] },
					{ label: "Here since", value: <span className="num">{fullMomentText(company.createdAt, zone)}</span> },
					{ label: "Company id", value: <span className="mono">{company.id}</span> },
					...entities.map((entity) => ({ label: entity.name, value: `${entity.currency}, ledger days in ${entity.timeZone}` })),
				]}
			/>
		</FormBlock>
	);
}
