// Which column of the file means what, where the file doesn't say it all itself. Every change shows the rows again as they would be
// read. It is folded away when nothing is left to answer.
import { NativeSelect, TextInput } from "@mantine/core";
import { type StatementField, statementFields, type TableMapping } from "../../../../domain/sync/files/table-mapping.ts";
import { PanelSection } from "../../kit/panel.tsx";
import type { Inspection } from "./file-words.ts";
import classes from "./file-page.module.css";

const fieldLabels = {
	date: "Date",
	description: "Description",
	reference: "Reference",
	amount: "Amount",
	direction: "In or out, as a word (D/C)",
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
const signChoices = [
	{ value: "", label: "Not known" },
	{ value: "as_written", label: "As written" },
	{ value: "reversed", label: "Turned round" },
];

interface MappingFormProps {
	readonly table: TableMapping;
	readonly header: readonly string[];
	readonly questions: Inspection["questions"];
	/** What was asked since the page was opened: it stays in view when it is answered, so that nothing moves under the hand. */
	readonly asked: ReadonlySet<string>;
	/** Known exports read their own columns; a person names those of other statements. */
	readonly ownColumns: boolean;
	readonly onChange: (mapping: TableMapping) => void;
}

export function MappingForm(props: MappingFormProps) {
	const { questions, asked, ownColumns } = props;
	return (
		<PanelSection title={ownColumns ? "Columns" : "How it is read"}>
			<div className={classes.form}>
				{questions.map((question) => (
					<p key={question.field} className={classes.question} role="status">
						{question.sentence}
					</p>
				))}
				{ownColumns ? (
					<>
						<Columns {...props} />
						<Answers {...props} shows={() => true} />
					</>
				) : (
					<>
						<Answers {...props} shows={(field) => asked.has(field)} />
						<details className={classes.fold}>
							<summary>{asked.size === 0 ? "Change dates, amounts or the account" : "Change more"}</summary>
							<Answers {...props} shows={(field) => !asked.has(field)} />
						</details>
					</>
				)}
			</div>
		</PanelSection>
	);
}

function Columns({ table, header, onChange }: MappingFormProps) {
	const columns = [
		{ value: "", label: "Not in this file" },
		...header.map((name, index) => ({ value: String(index), label: name.trim() === "" ? `Column ${index + 1}` : name })),
	];
	const setColumn = (field: StatementField, text: string): void =>
		onChange({ ...table, columns: { ...table.columns, [field]: text === "" ? null : Number(text) } });
	return (
		<div className={classes.two}>
			{statementFields.map((field) => (
				<NativeSelect
					key={field}
					label={fieldLabels[field]}
					data={columns}
					value={table.columns[field] === null ? "" : String(table.columns[field])}
					onChange={(event) => setColumn(field, event.currentTarget.value)}
				/>
			))}
		</div>
	);
}

function Answers({ table, shows, onChange }: MappingFormProps & { readonly shows: (field: string) => boolean }) {
	const set = (change: Partial<TableMapping>): void => onChange({ ...table, ...change });
	return (
		<div className={classes.two}>
			{shows("dateOrder") ? (
				<NativeSelect
					label="Order of dates"
					data={dateOrders}
					value={table.dateOrder ?? ""}
					onChange={(event) => set({ dateOrder: (event.currentTarget.value || null) as TableMapping["dateOrder"] })}
				/>
			) : null}
			{shows("decimalMark") ? (
				<NativeSelect
					label="Decimal mark"
					data={decimalMarks}
					value={table.decimalMark ?? ""}
					onChange={(event) => set({ decimalMark: (event.currentTarget.value || null) as TableMapping["decimalMark"] })}
				/>
			) : null}
			{shows("signs") ? (
				<NativeSelect
					label="Money in and out"
					data={signChoices}
					value={table.signs ?? ""}
					onChange={(event) => set({ signs: (event.currentTarget.value || null) as TableMapping["signs"] })}
				/>
			) : null}
			{table.columns.currency === null && shows("currency") ? (
				<TextInput
					label="Currency of the file"
					placeholder="USD"
					value={table.currency}
					onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase().slice(0, 3) })}
				/>
			) : null}
			{table.columns.account === null && shows("account") ? (
				<TextInput
					label="Account of the file"
					placeholder="USD-4471"
					value={table.account}
					onChange={(event) => set({ account: event.currentTarget.value.slice(0, 100) })}
				/>
			) : null}
		</div>
	);
}
