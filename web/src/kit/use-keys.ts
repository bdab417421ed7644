// Single-letter keys of a page. They rest while a field has focus or a dialog is open (WCAG 2.1.4).
import { useEffect, useRef } from "react";

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const typing = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const dialogOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** `keys` maps `event.key` to what it does; modifiers other than shift are left to the browser. */
export function useKeys(keys: KeyMap): void {
	const current = useRef(keys);
	current.current = keys;
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			const act = current.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
			if (act === undefined || typing(event.target) || dialogOpen()) return;
			act(event);
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
}
