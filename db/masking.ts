// Where columns leave: in the transaction of somebody who has masks, the names of these tables mean views of the schema `masked`, which
// cover what is masked. A query can't forget it, sort by it or compare with it, because the value isn't there. The views run with the
// caller's own rights, so row security holds as on the tables themselves; without masks nobody meets them.
import { canonicalKinds, type CanonicalKind } from "../domain/sync/canonical.ts";
import { streamOfKind } from "../domain/sync/vendors/files.ts";
import { accountInKeys, type KeyForm, keyForms, saidInKeys } from "../domain/tenancy/policies/masked-keys.ts";
import { masked, type MaskableField, type Masks } from "../domain/tenancy/policies/masking.ts";
import { appRole } from "./roles.ts";

export const maskedSchema = "masked";

/** A maskable column of canonical rows. */
export const maskedFieldColumns: Readonly<Record<MaskableField, string>> = {
	description: "description",
	reference: "reference",
	groupReference: "group_reference",
	relatedKey: "related_key",
	document: "document",
	account: "account",
};

/** A column of another table that repeats values of masked ones: it is covered as soon as one of them is masked for any kind. */
export interface QuotingColumn {
	readonly column: string;
	readonly quotes: readonly MaskableField[];
	/** What stands there instead; SQL. */
	readonly instead: string;
}

// Set for the transaction by tenant-scope.ts. Unset it covers everything: whoever reads these views has masks.
const acting = "(select string_to_array(nullif(current_setting('app.masks', true), ''), ','))";
const covers = (...items: readonly string[]): string => `coalesce(array['*', ${items.join(", ")}] && ${acting}, true)`;

const text = `'${masked}'`;
const any = Object.keys(maskedFieldColumns) as MaskableField[];
const said: readonly MaskableField[] = ["reference", "document", "account"];
// A leaf is a document, an id or a line's key, which may end in a description.
const leaf: QuotingColumn = {
	column: "leaf",
	quotes: [...said, "description"],
	instead: `case when ${covers(...said.map((field) => `'${field}'`))} then ${text} else ${replacedBy([saidInKeys], "t.leaf")} end`,
};
// A label is a document, reference or description, and of a row without any its key, which begins with an account.
const labels: readonly MaskableField[] = ["document", "description", "reference"];
const labelInstead = (sql: string): string =>
	`case when ${covers(...labels.map((field) => `'${field}'`))} then ${text} else ${replacedBy(accountInKeys, sql)} end`;

export const quotingColumns: Readonly<Record<string, readonly QuotingColumn[]>> = {
	exceptions: [leaf, { column: "sentence", quotes: any, instead: text }, { column: "losers", quotes: any, instead: "'[]'::jsonb" }],
	matches: [leaf, { column: "reasons", quotes: any, instead: "'[]'::jsonb" }],
	match_losers: [{ column: "reason", quotes: any, instead: text }],
	payout_rows: [
		{ column: "label", quotes: [...labels, "account"], instead: labelInstead("t.label") },
		{ column: "sentence", quotes: any, instead: text },
		{
			column: "records",
			quotes: [...labels, "account"],
			instead: `(select coalesce(jsonb_agg(e || jsonb_build_object('label', ${labelInstead("(e ->> 'label')")})), '[]'::jsonb)
				from jsonb_array_elements(t.records) e)`,
		},
	],
	payout_proofs: [{ column: "sentence", quotes: any, instead: text }],
	proof_leaves: [leaf, { column: "sentence", quotes: any, instead: text }],
	quarantine: [{ column: "reason", quotes: any, instead: text }],
	files: [
		{ column: "preview", quotes: any, instead: "null::jsonb" },
		{ column: "detected", quotes: any, instead: "null::jsonb" },
	],
	replays: [
		{ column: "outcome", quotes: any, instead: `t.outcome || '{"difference": []}'` },
		{ column: "options", quotes: any, instead: "t.options - 'recordKeys'" },
		{ column: "plan", quotes: any, instead: "t.plan #- '{options,recordKeys}'" },
	],
	// "<file> · <account> · <number>" of a statement; other totals have no such parts.
	control_totals: [{ column: "name", quotes: ["account"], instead: `regexp_replace(t.name, '^(.*?) · .*$', '\\1 · ${masked}')` }],
};

const kindOfStream = `case t.stream ${canonicalKinds.map((kind) => `when '${streamOfKind[kind]}' then '${kind}'`).join(" ")} else '' end`;

/** Tables whose `natural_key` is covered by its form (masked-keys.ts), and how each says the kind; SQL. */
const keyedTables: Readonly<Record<string, string>> = {
	canonical_rows: "t.kind",
	records: kindOfStream,
	deletions: kindOfStream,
	quarantine: kindOfStream,
};

/** What `app.masks` is set to: "bank_line.description,description". "*" is everything. */
export function masksSetting(masks: Masks): string {
	const fields = new Set([...masks].map((column) => column.slice(column.indexOf(".") + 1)));
	return [...masks, ...fields].sort().join(",");
}

const canonicalCovers = Object.entries(maskedFieldColumns).map(([field, column]): readonly [string, string] => [
	column,
	`case when t.${column} <> '' and ${covers(`t.kind || '.${field}'`)} then ${text} else t.${column} end`,
]);

const quotingCovers = (columns: readonly QuotingColumn[]): readonly (readonly [string, string])[] =>
	columns.map(({ column, quotes, instead }) => [
		column,
		`case when t.${column} is not null and ${covers(...quotes.map((field) => `'${field}'`))} then ${instead} else t.${column} end`,
	]);

// Forms are tried only where one of their columns is masked, so that a key costs whoever sees it whole nothing.
function coveredKeyOf(kind: CanonicalKind): string {
	let sql = "t.natural_key";
	for (const form of keyForms[kind] ?? [])
		sql = `case when ${covers(...form.carries.map((field) => `'${kind}.${field}'`))} then ${replacedBy([form], sql)} else ${sql} end`;
	return sql;
}

const keyCovers = (kindOf: string): readonly [string, string] => [
	"natural_key",
	`case ${kindOf} ${canonicalKinds
		.filter((kind) => keyForms[kind] !== undefined)
		.map((kind) => `when '${kind}' then ${coveredKeyOf(kind)}`)
		.join(" ")} else t.natural_key end`,
];

const coversOf = (table: string): readonly (readonly [string, string])[] => [
	...(table === "canonical_rows" ? canonicalCovers : []),
	...quotingCovers(quotingColumns[table] ?? []),
	...Object.entries(keyedTables).flatMap(([each, kindOf]) => (each === table ? [keyCovers(kindOf)] : [])),
];

/** Tables that have a view, with the columns that it covers. */
export const maskedViews: Readonly<Record<string, readonly (readonly [column: string, sql: string])[]>> = Object.fromEntries(
	[...new Set([...Object.keys(keyedTables), ...Object.keys(quotingColumns)])].map((table) => [table, coversOf(table)]),
);

/** SQL, made anew after every migration, in one transaction: there is no moment without the views. */
export const maskedViewsSql = (): string => `
drop schema if exists ${maskedSchema} cascade;
create schema ${maskedSchema};
revoke all on schema ${maskedSchema} from public;
grant usage on schema ${maskedSchema} to ${appRole};
${Object.entries(maskedViews)
	.map(
		([table, covered]) => `
do $$
begin
	execute (select format('create view ${maskedSchema}.${table} with (security_invoker = true) as select %s from public.${table} t', string_agg(
		coalesce((jsonb_build_object(${covered.map(([column, sql]) => `'${column}', ${literal(`${sql} as ${column}`)}`).join(", ")}) ->> a.attname::text), format('t.%I', a.attname)), ', ' order by a.attnum))
		from pg_attribute a where a.attrelid = 'public.${table}'::regclass and a.attnum > 0 and not a.attisdropped);
end
$$;
grant select, insert, update, delete on ${maskedSchema}.${table} to ${appRole};`,
	)
	.join("\n")}
`;

function replacedBy(forms: readonly KeyForm[], sql: string): string {
	return forms.reduce((inner, { pattern, instead }) => `regexp_replace(${inner}, '${pattern}', '${instead.replaceAll("$", "\\")}')`, sql);
}

function literal(sql: string): string {
	return `'${sql.replaceAll("'", "''")}'`;
}
