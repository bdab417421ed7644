// Every procedure there is, found by walking the router, and inputs that fit it: what must hold for all of them is tried on all of them.
import type { AnyTRPCProcedure } from "@trpc/server";
import { z } from "zod";
import { appRouter } from "../../api/app-router.ts";
import type { Access } from "../../api/trpc.ts";
import { type Permission, permissions } from "../../domain/tenancy/permissions.ts";
import type { TestBrowser } from "./api.ts";

export interface Procedure {
	readonly path: string;
	readonly type: "query" | "mutation" | "subscription";
	readonly access: Access | undefined;
	readonly input: z.core.$ZodType | undefined;
	readonly hasOutput: boolean;
}

export const procedures: readonly Procedure[] = Object.entries(
	appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>,
).map(([path, procedure]) => {
	const def = procedure._def as unknown as {
		type: Procedure["type"];
		meta?: { access?: Access };
		inputs: z.core.$ZodType[];
		output?: unknown;
	};
	return { path, type: def.type, access: def.meta?.access, input: def.inputs[0], hasOutput: def.output !== undefined };
});

export const isPermission = (access: Access | undefined): access is Permission => (permissions as readonly string[]).includes(access ?? "");
export const guarded = procedures.filter((procedure) => isPermission(procedure.access));

export function call(browser: TestBrowser, { path, type }: Procedure, input: unknown): Promise<Response> {
	if (type === "mutation")
		return browser.fetch(`/trpc/${path}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(input ?? {}),
		});
	const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
	return browser.fetch(`/trpc/${path}${query}`);
}

/** A value that fits `schema`, every UUID in it being `id`; undefined where there is no such value to be made up. */
export function filled(schema: z.core.$ZodType, id: string): unknown {
	const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
	return fill(json as JsonSchema, id, true);
}

interface JsonSchema {
	readonly type?: string | readonly string[];
	readonly format?: string;
	readonly pattern?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly default?: unknown;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly required?: readonly string[];
	readonly anyOf?: readonly JsonSchema[];
	readonly oneOf?: readonly JsonSchema[];
	readonly allOf?: readonly JsonSchema[];
	readonly minimum?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly items?: JsonSchema;
}

const holdsId = (schema: JsonSchema): boolean => JSON.stringify(schema).includes('"uuid"');

function fill(schema: JsonSchema, id: string, required: boolean): unknown {
	if (schema.format === "uuid") return id;
	// An id is tried wherever one may stand, also where it may be left out.
	if (!required && !holdsId(schema)) return undefined;
	if (schema.const !== undefined) return schema.const;
	if (schema.default !== undefined && !holdsId(schema)) return schema.default;
	if (schema.enum !== undefined) return schema.enum[0];
	if (schema.anyOf !== undefined) return fill(schema.anyOf.find(holdsId) ?? schema.anyOf[0] ?? {}, id, required);
	if (schema.oneOf !== undefined) return fill(schema.oneOf.find(holdsId) ?? schema.oneOf[0] ?? {}, id, required);
	if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((part) => fill(part, id, required)));
	if (schema.type === "object") {
		const entries = Object.entries(schema.properties ?? {});
		const values = entries.map(
			([name, part]) =>
				[name, name === "email" ? "nobody@stranger.example" : fill(part, id, schema.required?.includes(name) ?? false)] as const,
		);
		return Object.fromEntries(values.filter(([, value]) => value !== undefined));
	}
	if (schema.type === "array") return [fill(schema.items ?? {}, id, true)];
	if (schema.type === "integer" || schema.type === "number") return Math.max(1, schema.minimum ?? 1);
	if (schema.type === "boolean") return true;
	if (schema.type === "null") return null;
	// Months, days and single characters are the formats that inputs have besides ids.
	const candidates = ["2026-10", "2026-10-01", "2026-10-01T00:00:00Z", ",", "1", "x"];
	const fits = (text: string): boolean =>
		(schema.pattern === undefined || new RegExp(schema.pattern).test(text)) && text.length <= (schema.maxLength ?? 1000);
	return candidates.find(fits) ?? "x";
}

export const takesId = (procedure: Procedure): boolean =>
	procedure.input !== undefined &&
	JSON.stringify(z.toJSONSchema(procedure.input, { io: "input", unrepresentable: "any" })).includes('"uuid"');
