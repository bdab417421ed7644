// Saved views: a list's filters, sort and columns under a name. What a view shows is asked for with the viewer's own rights.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { deleteView, insertView, savedViews, updateView } from "../../db/tenancy/saved-view.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";

const list = z.string().regex(/^[a-z][a-z-]{0,39}$/, "A list's name is a short word.");
const name = z.string().trim().min(1, "Give the view a name.").max(60, "A view's name has at most 60 characters.");
const state = z
	.record(z.string().regex(/^[a-z][A-Za-z]{0,30}$/), z.string().max(2000))
	.refine((given) => Object.keys(given).length <= 30, "A view keeps at most thirty settings.");

const viewSchema = z.object({
	id: z.string(),
	list: z.string(),
	name: z.string(),
	shared: z.boolean(),
	state: z.record(z.string(), z.string()),
	/** Only the owner changes a view. */
	own: z.boolean(),
	ownerName: z.string(),
});

const noView = () => new TieoutError("NOT_FOUND", "You have no saved view with this id. Reload the page: it may have been deleted.");

export const listViews = procedure("views.manage")
	.input(z.object({ list: list.optional() }))
	.output(z.array(viewSchema))
	.query(({ ctx: { em, tenantId, userId }, input }) => savedViews(em, { tenantId, userId, list: input.list }));

export const createView = procedure("views.manage")
	.input(z.object({ list, name, shared: z.boolean(), state }))
	.output(z.object({ id: z.string() }))
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input }) => {
		const id = randomUUID();
		await insertView(em, { ...input, tenantId, userId, id });
		await audit({ action: "views.create", resource: { kind: "view", id }, summary: "A view of a list was saved", after: input });
		return { id };
	});

export const changeView = procedure("views.manage")
	.input(z.object({ id: z.uuid(), name: name.optional(), shared: z.boolean().optional(), state: state.optional() }))
	.output(z.object({ id: z.string() }))
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input }) => {
		if (!(await updateView(em, { ...input, tenantId, userId }))) throw noView();
		const { id, ...after } = input;
		await audit({ action: "views.change", resource: { kind: "view", id }, summary: "A saved view was changed", after });
		return { id: input.id };
	});

export const removeView = procedure("views.manage")
	.input(z.object({ id: z.uuid() }))
	.output(z.object({ id: z.string(), list: z.string(), name: z.string(), shared: z.boolean(), state: z.record(z.string(), z.string()) }))
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input }) => {
		const view = await deleteView(em, { tenantId, userId, id: input.id });
		if (view === null) throw noView();
		await audit({ action: "views.remove", resource: { kind: "view", id: view.id }, summary: "A saved view was deleted", before: view });
		return view;
	});
