// Stops an open run, after saying what stays.
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";

interface StopButtonProps {
	readonly jobId: string;
	readonly title: string;
	readonly label?: string;
	/** What is left as it is, in a sentence. */
	readonly stays?: string;
	readonly small?: boolean;
}

export function StopButton({
	jobId,
	title,
	label = "Stop this run",
	stays = "Pages that are saved stay, with their cursor; the next run goes on from there. Nothing is undone.",
	small = false,
}: StopButtonProps) {
	const may = useMay("jobs.cancel");
	const [asking, setAsking] = useState(false);
	const stop = useMutation(
		trpc.jobs.cancel.mutationOptions({
			onSuccess: () => {
				setAsking(false);
				void queryClient.invalidateQueries();
			},
		}),
	);
	if (!may) return null;
	return (
		<>
			<Button tone="danger" size={small ? "small" : "normal"} icon="player-stop" onClick={() => setAsking(true)}>
				{label}
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Stop “${title}”?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">{stays}</p>
				{stop.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(stop.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Let it run
					</Button>
					<Button tone="danger" icon="player-stop" busy={stop.isPending} onClick={() => stop.mutate({ jobId })}>
						{label === "Stop this run" ? "Stop the run" : label}
					</Button>
				</div>
			</Modal>
		</>
	);
}
