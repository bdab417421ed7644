// Gathers chosen runs in an incident: one that is open, or a new one.
import { Modal, NativeSelect } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { refreshIncidents } from "./refresh-incidents.ts";
import { IncidentForm } from "./incident-form.tsx";

interface AddToIncidentProps {
	readonly jobIds: readonly string[];
	readonly onClose: () => void;
}

export function AddToIncident({ jobIds, onClose }: AddToIncidentProps) {
	const open = useQuery(trpc.incidents.list.queryOptions({ status: "open", limit: 200 }));
	const [fresh, setFresh] = useState(false);
	const [chosen, setChosen] = useState<string | null>(null);
	const navigate = useNavigate();
	const add = useMutation(
		trpc.incidents.addJobs.mutationOptions({
			onSuccess: (_, { id }) => {
				refreshIncidents();
				void navigate({ to: "/incidents/$incidentId", params: { incidentId: id } });
			},
		}),
	);
	const title = `Open an incident over ${counted(jobIds.length, "run")}`;
	const rows = open.data?.rows;
	if (fresh || (rows !== undefined && rows.length === 0))
		return <IncidentForm title={title} jobs={{ jobIds: [...jobIds] }} onClose={onClose} />;
	const id = chosen ?? rows?.[0]?.id ?? "";
	const failed = open.error ?? add.error;
	return (
		<Modal
			opened
			onClose={onClose}
			title={`Add ${counted(jobIds.length, "run")} to an incident`}
			closeButtonProps={{ "aria-label": "Close" }}
		>
			<NativeSelect
				label="Incident"
				data-autofocus
				disabled={rows === undefined}
				value={id}
				data={(rows ?? []).map((row) => ({ value: row.id, label: `${row.label} ${row.name}` }))}
				onChange={(event) => setChosen(event.currentTarget.value)}
			/>
			{failed === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(failed).sentence}
				</p>
			)}
			<div className="row wrap" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button tone="quiet" onClick={() => setFresh(true)}>
					A new one instead
				</Button>
				<Button
					tone="primary"
					icon="siren"
					disabled={id === ""}
					busy={add.isPending}
					onClick={() => add.mutate({ id, jobs: { jobIds: [...jobIds] } })}
				>
					Add to the incident
				</Button>
			</div>
		</Modal>
	);
}
