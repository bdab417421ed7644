// Keeps a keyboard's place: when the thing that had focus goes away (a button that did its work, a closed panel), the page gets it,
// so that the next Tab goes on in the page and not from the top of the window.
import { useEffect } from "react";

const lost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** @param pageId id of an element that can be focused */
export function useKeptFocus(pageId: string): void {
	useEffect(() => {
		let last: Element | null = null;
		const onFocus = ({ target }: FocusEvent): void => {
			last = target instanceof Element ? target : null;
		};
		const onPress = (): void => {
			// Pressing beside everything takes focus away on purpose.
			last = null;
		};
		const look = new MutationObserver(() => {
			if (last === null || last.isConnected || !lost()) return;
			last = null;
			// A dialog that closes gives focus back by itself, a moment later.
			requestAnimationFrame(() => {
				if (lost()) document.getElementById(pageId)?.focus({ preventScroll: true });
			});
		});
		document.addEventListener("focusin", onFocus);
		document.addEventListener("pointerdown", onPress, { capture: true });
		look.observe(document.body, { childList: true, subtree: true });
		return () => {
			document.removeEventListener("focusin", onFocus);
			document.removeEventListener("pointerdown", onPress, { capture: true });
			look.disconnect();
		};
	}, [pageId]);
}
