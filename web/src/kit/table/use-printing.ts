// True while the page is being printed: then rows stand in the flow instead of a window of them.
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

export function usePrinting(): boolean {
	const [printing, setPrinting] = useState(false);
	useEffect(() => {
		// The browser takes the page as it is when the event returns.
		const begin = (): void => flushSync(() => setPrinting(true));
		const end = (): void => setPrinting(false);
		const medium = window.matchMedia("print");
		const change = (): void => (medium.matches ? setPrinting(true) : setPrinting(false));
		window.addEventListener("beforeprint", begin);
		window.addEventListener("afterprint", end);
		medium.addEventListener("change", change);
		return () => {
			window.removeEventListener("beforeprint", begin);
			window.removeEventListener("afterprint", end);
			medium.removeEventListener("change", change);
		};
	}, []);
	return printing;
}
