// Signing out on purpose: to the login page, and from there to wherever the next person begins, not back to this one's page.
import { useMutation } from "@tanstack/react-query";
import { onSignedOut, trpc } from "./api-client.ts";

export const useSignOut = () =>
	useMutation(
		trpc.auth.logout.mutationOptions({
			// What is still asked in the background is refused now, and must not send anybody to a login that leads back here.
			onMutate: () => onSignedOut(() => undefined),
			// A full load forgets every answer that belonged to the person who leaves.
			onSettled: () => window.location.assign("/login"),
		}),
	);
