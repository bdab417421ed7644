// What can be done on the page that is open: pages register their actions, the palette offers them first.
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { IconName } from "./icon-paths.ts";

export interface PageAction {
	readonly id: string;
	/** A verb with its object. */
	readonly label: string;
	readonly icon?: IconName;
	readonly shortcut?: string;
	/** Why it can't be done now. */
	readonly why?: string | null;
	readonly run: () => void;
}

const registered = new Map<symbol, readonly PageAction[]>();
const listeners = new Set<() => void>();
let all: readonly PageAction[] = [];

function changed(): void {
	all = [...registered.values()].flat();
	for (const listener of listeners) listener();
}

/** Offered while the component is on the page. What an action does is looked up when it runs, so it may change freely. */
export function usePageActions(actions: readonly PageAction[]): void {
	const latest = useRef(actions);
	latest.current = actions;
	const named = JSON.stringify(actions.map(({ id, label, why }) => [id, label, why]));
	useEffect(() => {
		const place = Symbol(named);
		registered.set(
			place,
			latest.current.map((action) => ({ ...action, run: () => latest.current.find(({ id }) => id === action.id)?.run() })),
		);
		changed();
		return () => {
			registered.delete(place);
			changed();
		};
	}, [named]);
}

export const usePageActionList = (): readonly PageAction[] =>
	useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => all,
	);
