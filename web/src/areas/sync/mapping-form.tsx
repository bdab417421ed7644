// Which column of the file means what. Every change shows the rows again as they would be read.
import { NativeSelect, TextInput } from "@mantine/core";
import { type StatementField, type StatementMapping, statementFields } from "../../../../domain/sync/statement/mapping.ts";
import type { StatementPreview } from "../../../../domain/sync/statement/preview.ts";
import { PanelSection } from "../../kit/panel.tsx";
import classes from "./file-page.module.css";

const fieldLabels = {
	date: "Date",
	description: "Description",
	reference: "Reference",
	amount: "Amount",
	debit: "Debit (money out)",
	credit: "Credit (money in)",
	currency: "Currency",
	balance: "Balance",
	account: "Account",
} as const satisfies Readonly<Record<StatementField, string>>;

const dateOrders = [
	{ value: "", label: "Not known" },
	{ value: "ymd", label: "Year, month, day" },
	{ value: "dmy", label: "Day, month, year" },
	{ value: "mdy", label: "Month, day, year" },
];
const decimalMarks = [
	{ value: "", label: "Not known" },
	{ value: ".", label: "1,234.50" },
	{ value: ",", label: "1.234,50" },
];

interface MappingFormProps {
	readonly preview: Pick<StatementPreview, "mapping" | "header" | "questions">;
	readonly onChange: (mapping: StatementMapping) => void;
}

export function MappingForm({ preview, onChange }: MappingFormProps) {
	const { mapping, header, questions } = preview;
	const columns = [
		{ value: "", label: "Not in this file" },
		...header.map((name, index) => ({ value: String(index), label: name === "" ? `Column ${index + 1}` : name })),
	];
	const setColumn = (field: StatementField, text: string): void =>
		onChange({ ...mapping, columns: { ...mapping.columns, [field]: text === "" ? null : Number(text) } });
	return (
		<PanelSection title="Columns">
			<div className={classes.form}>
				{questions.map((question) => (
					<p key={question.field} className={classes.question} role="status">
						{question.sentence}
					</p>
				))}
				<div className={classes.two}>
					{statementFields.map((field) => (
						<NativeSelect
							key={field}
							label={fieldLabels[field]}
							data={columns}
							value={mapping.columns[field] === null ? "" : String(mapping.columns[field])}
							onChange={(event) => setColumn(field, event.currentTarget.value)}
						/>
					))}
					<NativeSelect
						label="Order of dates"
						data={dateOrders}
						value={mapping.dateOrder ?? ""}
						onChange={(event) => onChange({ ...mapping, dateOrder: (event.currentTarget.value || null) as StatementMapping["dateOrder"] })}
					/>
					<NativeSelect
						label="Decimal mark"
						data={decimalMarks}
						value={mapping.decimalMark ?? ""}
						onChange={(event) =>
							onChange({ ...mapping, decimalMark: (event.currentTarget.value || null) as StatementMapping["decimalMark"] })
						}
					/>
					{mapping.columns.currency === null ? (
						<TextInput
							label="Currency of the file"
							placeholder="USD"
							value={mapping.currency}
							onChange={(event) => onChange({ ...mapping, currency: event.currentTarget.value.toUpperCase().slice(0, 3) })}
						/>
					) : null}
					{mapping.columns.account === null ? (
						<TextInput
							label="Account of the file"
							placeholder="USD-4471"
							value={mapping.account}
							onChange={(event) => onChange({ ...mapping, account: event.currentTarget.value })}
						/>
					) : null}
				</div>
			</div>
		</PanelSection>
	);
}
