import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../../app/shell-route.tsx";
import { SettingsLayout, SettingsStart } from "./settings-layout.tsx";

export const settingsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/settings",
	component: SettingsLayout,
});

export const settingsStartRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/",
	component: SettingsStart,
});
