import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { KeysPage } from "./keys-page.tsx";
import { LoginPage } from "./login-page.tsx";

export const loginRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/login",
	validateSearch: searchOf("then"),
	component: LoginPage,
});

export const keysRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/keys",
	component: KeysPage,
});
