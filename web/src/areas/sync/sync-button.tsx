import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { tellFailure } from "../../app/tell-failure.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import type { ConnectionRow } from "./connection-types.ts";

export function SyncButton({ connection }: { readonly connection: ConnectionRow }) {
	const may = useMay("connections.sync");
	const sync = useMutation(
		trpc.connections.sync.mutationOptions({
			onSuccess: () => {
				void queryClient.invalidateQueries({ queryKey: [["connections"]] });
				void queryClient.invalidateQueries({ queryKey: [["jobs"]] });
			},
			// The head of a panel has no room for a sentence and its way out.
			onError: tellFailure,
		}),
	);
	if (connection.runningJobId !== null) {
		return (
			<Link to="/jobs/$jobId" params={{ jobId: connection.runningJobId }} className={buttonClass({ size: "small" })}>
				<Icon name="player-play" />
				Watch the run
			</Link>
		);
	}
	if (!may) return null;
	return (
		<Button size="small" tone="primary" icon="refresh" busy={sync.isPending} onClick={() => sync.mutate({ id: connection.id })}>
			Sync now
		</Button>
	);
}
