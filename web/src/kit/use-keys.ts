// Single-letter keys of a page. They rest while a field or a menu has focus, or a dialog is open (WCAG 2.1.4).
import { useLayoutEffect, useRef } from "react";

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** A box that is ticked takes no letters. */
const typing = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
	!(target instanceof HTMLInputElement && target.type === "checkbox");

// What floats over the page (a menu, a list of choices, a dialog) has the keys while it is open: its Esc closes it, and not the panel behind it
// too. Seen before anybody handles the key, because by then it may have closed.
const floating = '[role="menu"], [role="listbox"], [role="dialog"]';
let floats = false;
const look = (): void => {
	// Some stay in the document while they are closed.
	floats = [...document.querySelectorAll(floating)].some((element) => element.checkVisibility());
};
if (typeof document !== "undefined") document.addEventListener("keydown", look, { capture: true });

/** `keys` maps `event.key` to what it does; modifiers other than shift are left to the browser. */
export function useKeys(keys: KeyMap): void {
	const current = useRef(keys);
	current.current = keys;
	// With what it is for: whoever sees the page may press.
	useLayoutEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			const act = current.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
			if (act === undefined || typing(event.target) || floats) return;
			act(event);
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
}
