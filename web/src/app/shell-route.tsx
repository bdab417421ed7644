// Everything behind the login: checks the session before a page is drawn and enters the company that the address names.
import { createRoute, redirect } from "@tanstack/react-router";
import { rootRoute } from "./root-route.tsx";
import { Shell } from "./shell.tsx";

export const shellRoute = createRoute({
	getParentRoute: () => rootRoute,
	id: "shell",
	beforeLoad: async ({ context, location, search }) => {
		if (!(await context.signedIn())) throw redirect({ to: "/login", search: { then: location.href } });
		const tenant = await context.enterTenant(search.tenant);
		if (search.tenant !== tenant) throw redirect({ to: location.pathname, search: { ...location.search, tenant } as never, replace: true });
	},
	component: Shell,
});
