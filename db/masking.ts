// Where columns leave: in the transaction of somebody who has masks, the names of these tables mean views of the schema `masked`, which
// cover what is masked. A query can't forget it, sort by it or compare with it, because the value isn't there. The views run with the
// caller's own rights, so row security holds as on the tables themselves; without masks nobody meets them.
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

const text = `'${masked}'`;
const any = Object.keys(maskedFieldColumns) as MaskableField[];
const said: readonly MaskableField[] = ["reference", "document", "account"];

export const quotingColumns: Readonly<Record<string, readonly QuotingColumn[]>> = {
	exceptions: [
		{ column: "leaf", quotes: said, instead: text },
		{ column: "sentence", quotes: any, instead: text },
		{ column: "losers", quotes: any, instead: "'[]'::jsonb" },
	],
	matches: [
		{ column: "leaf", quotes: said, instead: text },
		{ column: "reasons", quotes: any, instead: "'[]'::jsonb" },
	],
	match_losers: [{ column: "reason", quotes: any, instead: text }],
	payout_rows: [
		{ column: "label", quotes: ["document", "description", "reference"], instead: text },
		{ column: "sentence", quotes: any, instead: text },
		{
			column: "records",
			quotes: ["document", "description", "reference"],
			instead: `(select coalesce(jsonb_agg(e || '{"label": "${masked}"}'), '[]'::jsonb) from jsonb_array_elements(t.records) e)`,
		},
	],
	payout_proofs: [{ column: "sentence", quotes: any, instead: text }],
	proof_leaves: [
		{ column: "leaf", quotes: said, instead: text },
		{ column: "sentence", quotes: any, instead: text },
	],
	quarantine: [{ column: "reason", quotes: any, instead: text }],
	files: [
		{ column: "preview", quotes: any, instead: "null::jsonb" },
		{ column: "detected", quotes: any, instead: "null::jsonb" },
	],
	replays: [{ column: "outcome", quotes: any, instead: `t.outcome || '{"difference": []}'` }],
};

// Set for the transaction by tenant-scope.ts. Unset it covers everything: whoever reads these views has masks.
const acting = "(select string_to_array(nullif(current_setting('app.masks', true), ''), ','))";
const covers = (...items: readonly string[]): string => `coalesce(array['*', ${items.join(", ")}] && ${acting}, true)`;

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

/** Tables that have a view, with the columns that it covers. */
export const maskedViews: Readonly<Record<string, readonly (readonly [column: string, sql: string])[]>> = {
	canonical_rows: canonicalCovers,
	...Object.fromEntries(Object.entries(quotingColumns).map(([table, columns]) => [table, quotingCovers(columns)])),
};

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

function literal(sql: string): string {
	return `'${sql.replaceAll("'", "''")}'`;
}
