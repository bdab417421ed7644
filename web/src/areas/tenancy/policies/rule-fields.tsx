// The fields of each kind of policy, in plain words.
import { NativeSelect, TextInput } from "@mantine/core";
import {
	approvableActions,
	deciderDuties,
	deciderPermissions,
	deciderRoles,
	worthOf,
} from "../../../../../domain/tenancy/policies/approvals.ts";
import { exportFormats } from "../../../../../domain/tenancy/policies/exports.ts";
import { fieldNames, kindNames, maskableFields, type MaskedColumn } from "../../../../../domain/tenancy/policies/masking.ts";
import { modelProviders, modelRegions, providerNames, regionNames } from "../../../../../domain/tenancy/policies/models.ts";
import { retentionBounds, retentionTables } from "../../../../../domain/tenancy/policies/retention.ts";
import { actionNames } from "../../../../../domain/tenancy/policies/words.ts";
import { canonicalKinds } from "../../../../../domain/sync/canonical.ts";
import { CheckLine } from "../../../kit/check-line.tsx";
import { MoneyInput } from "../../../kit/money-input.tsx";
import { FormBlock } from "../settings/settings-form.tsx";
import type { PolicyRule, RoleName, RuleOf } from "./policy-words.ts";
import classes from "./policies.module.css";
import { RoleChoice } from "./role-choice.tsx";

interface FieldsProps<Rule extends PolicyRule> {
	readonly rule: Rule;
	readonly roles: readonly RoleName[];
	readonly errors: Readonly<Record<string, string>>;
	readonly onChange: (rule: Rule) => void;
}

export function RuleFields({ rule, ...props }: FieldsProps<PolicyRule>) {
	switch (rule.kind) {
		case "masking":
			return <MaskingFields {...props} rule={rule} />;
		case "export":
			return <ExportFields {...props} rule={rule} />;
		case "approval":
			return <ApprovalFields {...props} rule={rule} />;
		case "retention":
			return <RetentionFields {...props} rule={rule} />;
		case "model":
			return <ModelFields {...props} rule={rule} />;
	}
}

const toggled = <Item,>(items: readonly Item[], item: Item, on: boolean): Item[] =>
	on ? [...items, item] : items.filter((each) => each !== item);

function MaskingFields({ rule, roles, onChange }: FieldsProps<RuleOf<"masking">>) {
	const { content } = rule;
	const set = (change: Partial<typeof content>): void => onChange({ ...rule, content: { ...content, ...change } });
	return (
		<>
			<FormBlock
				title="What is masked"
				text="Sentences, labels and files that repeat such a value are covered with it, and what the source sent is closed. Ids that a source gives, days and amounts stay; where a line’s id is made of its account, reference or document, that part is covered too."
			>
				{canonicalKinds.map((kind) => (
					<fieldset key={kind} style={{ border: 0, padding: 0, margin: 0 }}>
						<legend className="med" style={{ padding: 0 }}>
							{kindNames[kind]}
						</legend>
						<div className={classes.fields}>
							{maskableFields.map((field) => {
								const column: MaskedColumn = `${kind}.${field}`;
								return (
									<CheckLine
										key={column}
										label={fieldNames[field]}
										checked={content.columns.includes(column)}
										onChange={(on) => set({ columns: toggled(content.columns, column, on) })}
									/>
								);
							})}
						</div>
					</fieldset>
				))}
			</FormBlock>
			<FormBlock title="For whom">
				<RoleChoice roles={roles} value={content.roles} onChange={(next) => set({ roles: next })} />
			</FormBlock>
		</>
	);
}

const rowsText = (value: number | null): string => (value === null ? "" : String(value));
const rowsOf = (text: string): number | null => {
	const digits = text.replaceAll(/\D/g, "");
	return digits === "" ? null : Number(digits);
};

function ExportFields({ rule, roles, errors, onChange }: FieldsProps<RuleOf<"export">>) {
	const { content } = rule;
	const set = (change: Partial<typeof content>): void => onChange({ ...rule, content: { ...content, ...change } });
	return (
		<>
			<FormBlock title="What may leave">
				<div>
					{exportFormats.map((format) => (
						<CheckLine
							key={format}
							label={format.toUpperCase()}
							note={format === "ndjson" ? "The audit trail’s own format" : undefined}
							checked={content.formats.includes(format)}
							onChange={(on) => set({ formats: toggled(content.formats, format, on) })}
						/>
					))}
				</div>
				<TextInput
					label="Rows at most"
					name="rule.content.maxRows"
					description="Optional. Longer lists are refused."
					inputMode="numeric"
					value={rowsText(content.maxRows)}
					error={errors["rule.content.maxRows"]}
					onChange={(event) => set({ maxRows: rowsOf(event.currentTarget.value) })}
				/>
				<TextInput
					label="Approval above so many rows"
					name="rule.content.approvalAbove"
					description={`Optional. Longer lists wait in the inbox for ${deciderRoles("changes.decide")}.`}
					inputMode="numeric"
					value={rowsText(content.approvalAbove)}
					error={errors["rule.content.approvalAbove"]}
					onChange={(event) => set({ approvalAbove: rowsOf(event.currentTarget.value) })}
				/>
			</FormBlock>
			<FormBlock title="For whom">
				<RoleChoice roles={roles} value={content.roles} onChange={(next) => set({ roles: next })} />
			</FormBlock>
		</>
	);
}

/** The likeliest first; an amount in a currency that no threshold names always waits. */
const thresholdCurrencies = ["USD", "EUR", "GBP", "INR", "CHF", "CAD", "AUD", "JPY", "SGD", "KWD"];

function ApprovalFields({ rule, errors, onChange }: FieldsProps<RuleOf<"approval">>) {
	const { content } = rule;
	const set = (change: Partial<typeof content>): void => onChange({ ...rule, content: { ...content, ...change } });
	return (
		<FormBlock title="What waits" text="It is kept in the inbox and made only after somebody else has approved it.">
			<NativeSelect
				label="Change"
				value={content.action}
				data={approvableActions.map((value) => ({ value, label: actionNames[value] }))}
				onChange={(event) => {
					const action = approvableActions.find((each) => each === event.currentTarget.value);
					if (action !== undefined) set({ action, above: worthOf[action] === null ? null : content.above });
				}}
			/>
			{worthOf[content.action] === null ? null : (
				<MoneyInput
					key={content.action}
					label="Only above this amount"
					name="rule.content.above"
					description={`Optional. ${worthOf[content.action] ?? ""}`}
					value={content.above}
					currencies={thresholdCurrencies}
					error={errors["rule.content.above"]}
					onChange={(above) => set({ above })}
				/>
			)}
			<NativeSelect
				label="Who decides"
				description="Never the person who prepared it. Roles of your own count too where they hold the permission."
				value={content.decides}
				data={deciderPermissions.map((value) => ({ value, label: `${deciderRoles(value)}: whoever ${deciderDuties[value]}` }))}
				onChange={(event) => {
					const decides = deciderPermissions.find((each) => each === event.currentTarget.value);
					if (decides !== undefined) set({ decides });
				}}
			/>
		</FormBlock>
	);
}

function RetentionFields({ rule, errors, onChange }: FieldsProps<RuleOf<"retention">>) {
	const { content } = rule;
	const bound = retentionBounds[content.table];
	const set = (change: Partial<typeof content>): void => onChange({ ...rule, content: { ...content, ...change } });
	return (
		<FormBlock
			title="What ends"
			text="Figures, stored answers, decisions and the audit trail are not in this list: the law wants them kept, and no policy shortens that."
		>
			<NativeSelect
				label="Rows"
				value={content.table}
				data={retentionTables.map((value) => ({ value, label: retentionBounds[value].label }))}
				onChange={(event) => {
					const table = retentionTables.find((each) => each === event.currentTarget.value);
					if (table !== undefined) set({ table, days: Math.max(content.days, retentionBounds[table].leastDays) });
				}}
			/>
			<TextInput
				label="Are deleted after so many days"
				name="rule.content.days"
				description={`At least ${bound.leastDays}. ${bound.why}`}
				inputMode="numeric"
				value={String(content.days)}
				error={errors["rule.content.days"]}
				onChange={(event) => set({ days: rowsOf(event.currentTarget.value) ?? 0 })}
			/>
		</FormBlock>
	);
}

function ModelFields({ rule, onChange }: FieldsProps<RuleOf<"model">>) {
	const { content } = rule;
	const set = (change: Partial<typeof content>): void => onChange({ ...rule, content: { ...content, ...change } });
	return (
		<>
			<FormBlock title="Who may be called">
				<div>
					{modelProviders.map((provider) => (
						<CheckLine
							key={provider}
							label={providerNames[provider]}
							checked={content.providers.includes(provider)}
							onChange={(on) => set({ providers: toggled(content.providers, provider, on) })}
						/>
					))}
				</div>
			</FormBlock>
			<FormBlock title="Where data may be processed">
				<div>
					{modelRegions.map((region) => (
						<CheckLine
							key={region}
							label={regionNames[region]}
							checked={content.regions.includes(region)}
							onChange={(on) => set({ regions: toggled(content.regions, region, on) })}
						/>
					))}
				</div>
			</FormBlock>
		</>
	);
}
