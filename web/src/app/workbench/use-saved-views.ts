// Saved views of a list: which one is open, whether the page has moved away from it, and what can be done about that.
import { useMutation, useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { offerUndo } from "../../kit/notices.ts";
import { queryClient, trpc } from "../api-client.ts";
import { sameState, stateOf, type ViewState } from "./view-state.ts";

export type SavedView = RouterOutputs["views"]["list"][number];

interface SavedViewsOptions {
	readonly list: string;
	/** The page's search part. What says where one stands, not what one sees, is left out. */
	readonly search: Readonly<Record<string, string | undefined>>;
	/** Replaces the page's search part. */
	readonly onOpen: (state: ViewState & { readonly saved?: string }) => void;
}

export interface SavedViews {
	readonly views: readonly SavedView[];
	readonly current: SavedView | undefined;
	/** The page no longer shows what the view was saved with. */
	readonly changed: boolean;
	readonly open: (view: SavedView) => void;
	readonly reset: () => void;
	readonly save: () => void;
	readonly saveAs: (name: string, shared: boolean) => Promise<void>;
	readonly rename: (view: SavedView, name: string) => void;
	readonly share: (view: SavedView, shared: boolean) => void;
	readonly remove: (view: SavedView) => void;
}

const tabOf = (id: string): string => `saved:${id}`;

/** The tab of the view that is open. */
export const savedTab = ({ current }: SavedViews): string | undefined => (current === undefined ? undefined : tabOf(current.id));

export const savedTabs = ({ views, current, changed }: SavedViews) =>
	views.map((view) => ({ value: tabOf(view.id), label: view.name, saved: true, changed: changed && view.id === current?.id }));

/** False when the tab isn't a saved view's. */
export function openSaved(saved: SavedViews, tab: string): boolean {
	const view = saved.views.find(({ id }) => tabOf(id) === tab);
	if (view !== undefined) saved.open(view);
	return view !== undefined;
}

export function useSavedViews({ list, search, onOpen }: SavedViewsOptions): SavedViews {
	const views = useQuery(trpc.views.list.queryOptions({ list }, { staleTime: 60_000 })).data ?? [];
	const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [["views"]] });
	const create = useMutation(trpc.views.create.mutationOptions({ onSuccess: refresh }));
	const change = useMutation(trpc.views.change.mutationOptions({ onSuccess: refresh }));
	const remove = useMutation(trpc.views.remove.mutationOptions({ onSuccess: refresh }));
	const state = stateOf(search);
	const current = views.find((view) => view.id === search["saved"]);
	const open = (view: SavedView): void => onOpen({ ...view.state, saved: view.id });
	return {
		views,
		current,
		changed: current !== undefined && !sameState(current.state, state),
		open,
		reset: () => (current === undefined ? undefined : open(current)),
		save: () => (current === undefined ? undefined : change.mutate({ id: current.id, state })),
		saveAs: async (name, shared) => {
			const { id } = await create.mutateAsync({ list, name, shared, state });
			onOpen({ ...state, saved: id });
		},
		rename: (view, name) => change.mutate({ id: view.id, name }),
		share: (view, shared) => change.mutate({ id: view.id, shared }),
		remove: (view) =>
			remove.mutate(
				{ id: view.id },
				{
					onSuccess: () => {
						if (view.id === current?.id) onOpen(state);
						const { name, shared, state: kept } = view;
						offerUndo({ sentence: `The view “${name}” is deleted.`, undo: () => create.mutateAsync({ list, name, shared, state: kept }) });
					},
				},
			),
	};
}
