// Keeps a keyboard's place: when the thing that had focus goes away (a button that did its work, a closed panel), the panel that it
// was in gets it, or the page, so that the next Tab goes on from there and not from the top of the window.
import { useEffect } from "react";

const lost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** @param pageId id of an element that can be focused */
export function useKeptFocus(pageId: string): void {
	useEffect(() => {
		let last: Element | null = null;
		let panel: HTMLElement | null = null;
		const onFocus = ({ target }: FocusEvent): void => {
			last = target instanceof Element ? target : null;
			panel = last?.closest<HTMLElement>("aside[tabindex]") ?? null;
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
				if (lost()) (panel?.isConnected === true ? panel : document.getElementById(pageId))?.focus({ preventScroll: true });
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
