import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { LoginPage } from "./login-page.tsx";

export const loginRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/login",
	validateSearch: searchOf("then"),
	component: LoginPage,
});
