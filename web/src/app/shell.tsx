// The frame of every page: navigation on the left (a bar at the bottom on a phone), the page beside it.
import { useLocalStorage } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { useLayoutEffect, useState } from "react";
import { NoticeFoot } from "../kit/notice-foot.tsx";
import { useKeptFocus } from "../kit/use-kept-focus.ts";
import { useKeys } from "../kit/use-keys.ts";
import { CompanyBanner } from "./company-banner.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Palette } from "./palette/palette.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { PrintHead } from "./print-head.tsx";
import classes from "./shell.module.css";
import { SideNav } from "./side-nav.tsx";
import { useEventStream } from "./use-event-stream.ts";
import { useOwnAccess } from "./use-own-access.ts";

export function Shell() {
	const [folded, setFolded] = useLocalStorage({ key: "tieout-nav-folded", defaultValue: false, getInitialValueInEffect: false });
	const [help, setHelp] = useState(false);
	const [palette, setPalette] = useState(false);
	useLayoutEffect(() => {
		// Also while a field has focus: it is how one leaves it.
		const onKey = (event: KeyboardEvent): void => {
			if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
			event.preventDefault();
			setPalette(true);
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
	useEventStream();
	useOwnAccess();
	useKeptFocus("page");
	useKeys({
		"[": () => setFolded((now) => !now),
		"?": () => setHelp(true),
		"/": (event) => {
			const search = document.querySelector<HTMLInputElement>("input[data-search]");
			if (search === null) return;
			event.preventDefault();
			search.focus();
			search.select();
		},
	});
	return (
		<div className={classes.app} data-folded={folded || undefined}>
			<a className={classes.skip} href="#page">
				Skip to the page
			</a>
			<SideNav folded={folded} onFold={() => setFolded((now) => !now)} onHelp={() => setHelp(true)} onPalette={() => setPalette(true)} />
			<main className={classes.main} id="page" tabIndex={-1}>
				<PrintHead />
				<CompanyBanner />
				<Outlet />
				<NoticeFoot />
			</main>
			<PhoneBar onPalette={() => setPalette(true)} />
			{palette ? <Palette onClose={() => setPalette(false)} /> : null}
			<HelpDialog opened={help} onClose={() => setHelp(false)} />
		</div>
	);
}
