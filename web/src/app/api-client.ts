// The typed client of the API. Every request says that it is ours and carries an id that is followed to the activity's log.
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../../../api/app-router.ts";
import { failureOf } from "../kit/failure.ts";

export const newCorrelationId = (): string => {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

export const ourHeaders = (): Record<string, string> => ({ "x-tieout": "1", "x-correlation-id": newCorrelationId() });

/** Sends a request by itself. */
export const alone = { alone: true } as const;

export const api = createTRPCClient<AppRouter>({
	links: [
		splitLink({
			// What takes long would keep everything else of its batch waiting: `trpc: { context: alone }`.
			condition: ({ context }) => context["alone"] === true,
			true: httpLink({ url: "/trpc", headers: ourHeaders }),
			false: httpBatchLink({ url: "/trpc", headers: ourHeaders, maxURLLength: 4000, maxItems: 10 }),
		}),
	],
});

const worthRetrying = (error: unknown): boolean => ["NO_NETWORK", "UNAVAILABLE"].includes(failureOf(error).code);

type SignedOutListener = () => void;
let whenSignedOut: SignedOutListener = () => {};
export const onSignedOut = (listener: SignedOutListener): void => {
	whenSignedOut = listener;
};

let whenAccessEnded: SignedOutListener = () => {};
/** Hears when the company that is worked in lets the person in no longer, also when no event could say it. */
export const onAccessEnded = (listener: SignedOutListener): void => {
	whenAccessEnded = listener;
};

export const queryClient = new QueryClient({
	queryCache: new QueryCache({
		onError: (error, { state }) => {
			const { code } = failureOf(error);
			if (code === "NOT_SIGNED_IN") whenSignedOut();
			// While a page is loaded, whoever asks first where they are finds out by themselves.
			if (code === "ACCESS_ENDED" && state.data !== undefined) whenAccessEnded();
			if (code === "FORBIDDEN") askAgainWhoIAm();
		},
	}),
	defaultOptions: {
		queries: {
			staleTime: 15_000,
			gcTime: 10 * 60_000,
			refetchOnWindowFocus: false,
			retry: (count, error) => count < 2 && worthRetrying(error),
		},
	},
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client: api, queryClient });

/** What the person may do may have changed, or be over. */
export function askAgainWhoIAm(): void {
	void queryClient.invalidateQueries({ queryKey: trpc.auth.me.queryKey() });
}
