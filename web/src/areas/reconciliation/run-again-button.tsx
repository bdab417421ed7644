import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button, type ButtonLook } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import type { Run } from "./result-page.tsx";

interface RunAgainProps extends Pick<ButtonLook, "size"> {
	readonly run: Pick<Run, "entityId" | "periodFrom">;
}

/** Reconciles the same entity and month with the rows of now. */
export function RunAgainButton({ run, size = "normal" }: RunAgainProps) {
	const navigate = useNavigate();
	const may = useMay("reconciliations.start");
	const start = useMutation(
		trpc.reconciliations.start.mutationOptions({
			onSuccess: ({ runId, jobId }) => {
				void queryClient.invalidateQueries({ queryKey: trpc.reconciliations.list.pathKey() });
				void navigate({ to: "/reconciliation/$runId", params: { runId }, search: { job: jobId } });
			},
		}),
	);
	if (!may) return null;
	return (
		<>
			{start.error === null ? null : (
				<span className="fail-text small" role="alert">
					{failureOf(start.error).sentence}
				</span>
			)}
			<Button
				icon="refresh"
				size={size}
				className="no-print"
				busy={start.isPending}
				onClick={() => start.mutate({ entityId: run.entityId, month: run.periodFrom.slice(0, 7) })}
			>
				Run again
			</Button>
		</>
	);
}
