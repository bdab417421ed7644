// The root of all pages: the company in the address, what is shown when an address leads nowhere or a page breaks.
import { createRootRouteWithContext, Link, Outlet, retainSearchParams } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "../kit/states.tsx";
import { searchOf } from "./url-search.ts";

export interface RouterContext {
	readonly signedIn: () => Promise<boolean>;
	/** Moves the session to the company of a copied link, once per page load. */
	readonly enterTenant: (tenantId: string | undefined) => Promise<string>;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
	validateSearch: searchOf("tenant"),
	search: { middlewares: [retainSearchParams(["tenant"])] },
	component: Outlet,
	errorComponent: ({ error, reset }) => (
		<main>
			<h1 className="vh">Tieout</h1>
			<ErrorState error={error} retry={reset} />
		</main>
	),
	notFoundComponent: () => (
		<main>
			<h1 className="vh">Not found</h1>
			<EmptyState title="There is no page at this address" action={<Link to="/jobs">Go to Jobs</Link>}>
				The address may have been cut, or the thing it named was in another company.
			</EmptyState>
		</main>
	),
});
