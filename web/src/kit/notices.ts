// What is told at the foot of the page for a while: something done that can be undone, a file that is ready. One at a time.
import { useSyncExternalStore } from "react";

export interface Notice {
	readonly sentence: string;
	readonly action?: { readonly label: string; readonly onClick: () => void } | { readonly label: string; readonly href: string };
	/** ⌘Z does the action too. */
	readonly undo?: boolean;
	readonly lastsMs: number;
}

const undoMs = 10_000;
const readMs = 8_000;

let current: Notice | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(notice: Notice | null): void {
	clearTimeout(timer);
	current = notice;
	if (notice !== null && Number.isFinite(notice.lastsMs)) timer = setTimeout(() => show(null), notice.lastsMs);
	for (const listener of listeners) listener();
}

export const dismissNotice = (): void => show(null);

/** @param lastsMs Infinity: until it is closed */
export const tell = (notice: Omit<Notice, "lastsMs"> & { readonly lastsMs?: number }): void => show({ lastsMs: readMs, ...notice });

const keptKey = "tieout-notice";

/** For the page that is loaded next: a full load would forget what is told now. */
export const tellAfterLoad = (sentence: string): void => sessionStorage.setItem(keptKey, sentence);

if (typeof document !== "undefined") {
	const kept = sessionStorage.getItem(keptKey);
	sessionStorage.removeItem(keptKey);
	if (kept !== null) tell({ sentence: kept });
}

/** For what was done already and can be taken back safely, for ten seconds. */
export function offerUndo({ sentence, undo }: { readonly sentence: string; readonly undo: () => void | Promise<unknown> }): void {
	const onClick = (): void => {
		show(null);
		void Promise.resolve(undo()).catch(() => tell({ sentence: "This could not be undone. Reload the page and look.", lastsMs: readMs }));
	};
	show({ sentence, action: { label: "Undo", onClick }, undo: true, lastsMs: undoMs });
}

export const useNotice = (): Notice | null =>
	useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => current,
	);
