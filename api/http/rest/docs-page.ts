// The OpenAPI document for reading: guide, then each operation with its fields, an example call and what it answers. Plain
// HTML with one style sheet of our own; every text is escaped, whoever wrote it.
import { guide } from "./guide.ts";
import type { JsonSchema } from "./json-schema.ts";
import { tagOf, type OpenApi } from "./openapi.ts";
import { type Field, isWrite, type Operation, operations } from "./operation.ts";
import { problemKinds } from "./problem.ts";
import { exampleOf, typeWords } from "./schema-words.ts";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const text = (value: string): string => value.replaceAll(/[&<>"']/g, (found) => escapes[found] ?? found);

/** The Markdown of guide.ts: paragraphs, `code`, indented blocks. */
function prose(markdown: string): string {
	return markdown
		.split("\n\n")
		.map((block) => (block.startsWith("    ") ? pre(block.replaceAll(/^ {4}/gm, "")) : `<p>${inline(block)}</p>`))
		.join("");
}

const inline = (line: string): string => text(line).replaceAll(/`([^`]+)`/g, "<code>$1</code>");

const pre = (code: string): string => `<pre tabindex="0"><code>${text(code)}</code></pre>`;

export function docsPage({ info, tags }: OpenApi): string {
	const groups = tags.map(({ name, description }) => ({ name, description, own: operations.filter(({ path }) => tagOf(path) === name) }));
	const nav = [
		`<p class="nav-head">Guide</p><ul>${guide.map(({ id, title }) => `<li><a href="#${id}">${text(title)}</a></li>`).join("")}<li><a href="#problems">Problems</a></li></ul>`,
		...groups.map(
			({ name, own }) =>
				`<p class="nav-head"><a href="#tag-${text(name)}">${text(name)}</a></p><ul class="each">${own.map((each) => `<li><a href="#${anchor(each)}">${text(each.summary)}</a></li>`).join("")}</ul>`,
		),
	];
	const main = [
		...guide.map(({ id, title, text: words }) => `<section id="${id}"><h2>${text(title)}</h2>${prose(words)}</section>`),
		problems(),
		...groups.map(
			({ name, description, own }) =>
				`<section id="tag-${text(name)}"><h2>/${text(name)}</h2><p>${text(description)}</p>${own.map(article).join("")}</section>`,
		),
	];
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tieout API</title><link rel="stylesheet" href="/api/docs/docs.css"></head>
<body><a class="skip" href="#start">Skip to the guide</a>
<header><h1>Tieout API</h1><p>Version ${text(String(info["version"]))}. Base address <code>/api/v1</code>. The same as a machine reads it:
<a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p></header>
<div class="columns"><nav aria-label="Contents">${nav.join("")}</nav><main>${main.join("")}</main></div></body></html>`;
}

const anchor = ({ procedure }: Operation): string => procedure.replaceAll(".", "-");

function problems(): string {
	const rows = Object.entries(problemKinds).map(
		([status, [kind, title, remedy]]) =>
			`<tr id="problem-${kind}"><th scope="row">${status}</th><td>${text(title)}</td><td>${inline(remedy)}</td></tr>`,
	);
	return `<section id="problems"><h2>Problems</h2>${table(["Status", "What it means", "What to do"], rows)}</section>`;
}

const table = (heads: readonly string[], rows: readonly string[]): string =>
	`<div class="scroll" tabindex="0"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;

function article(operation: Operation): string {
	const { method, path, summary, description, access, pathFields, queryFields, body, answer } = operation;
	const sent: readonly Field[] = [...pathFields, ...queryFields];
	const inBody = Object.entries(body?.properties ?? {});
	const rows = [
		...sent.map((field) => fieldRow(field.name, field.schema, field.required, path.includes(`{${field.name}}`) ? "path" : "query")),
		...inBody.map(([name, schema]) => fieldRow(name, schema, body?.required?.includes(name) ?? false, "body")),
	];
	const alternatives = body !== null && body.properties === undefined ? `<p>Body: ${typeWords(body).map(inline).join(" ")}</p>` : "";
	return `<article id="${anchor(operation)}"><h3>${text(summary)}</h3>
<p class="address"><span class="method">${method}</span> <code>/api/v1${text(path)}</code></p>
${description === null ? "" : `<p>${inline(description)}</p>`}<p class="needs">${needs(access)}</p>
${rows.length === 0 ? "" : table(["Field", "In", "Type", "Needed"], rows)}${alternatives}
${pre(callOf(operation))}<details><summary>Answer ${operation.status}</summary>${pre(JSON.stringify(exampleOf(answer), null, 2))}</details></article>`;
}

function needs(access: Operation["access"]): string {
	if (access === "anyone") return "Open to anyone.";
	return access === "signed-in" ? "Needs a valid credential." : `Needs the permission <code>${text(access)}</code>.`;
}

function fieldRow(name: string, schema: JsonSchema, required: boolean, place: string): string {
	return `<tr><th scope="row"><code>${text(name)}</code></th><td>${place}</td><td>${typeWords(schema).map(inline).join(" ")}</td><td>${required ? "yes" : "no"}</td></tr>`;
}

function callOf(operation: Operation): string {
	const { method, path, queryFields, pathFields, body, access } = operation;
	const filled = pathFields.reduce<string>((line, { name, schema }) => line.replace(`{${name}}`, String(exampleOf(schema))), path);
	const query = queryFields
		.filter(({ required }) => required)
		.map(
			({ name, schema, kind }) =>
				`${name}=${encodeURIComponent(kind === "json" ? JSON.stringify(exampleOf(schema)) : String(exampleOf(schema)))}`,
		)
		.join("&");
	const lines = [
		`curl ${method === "GET" ? "" : `-X ${method} `}"https://tieout.example/api/v1${filled}${query === "" ? "" : `?${query}`}"`,
		...(access === "anyone" ? [] : ['  -H "Authorization: Bearer $TIEOUT_KEY"']),
		...(isWrite(operation) && access !== "anyone" ? ['  -H "Idempotency-Key: $(uuidgen)"'] : []),
		...(body === null ? [] : ['  -H "Content-Type: application/json"', `  -d '${JSON.stringify(exampleOf(body))}'`]),
	];
	return lines.join(" \\\n");
}
