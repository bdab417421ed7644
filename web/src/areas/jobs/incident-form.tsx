// Names an incident, its cause and what mends it: a new one over chosen runs, or one that is there.
import { Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterInputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { refreshIncidents } from "./refresh-incidents.ts";
import type { Incident } from "./incident-page.tsx";

export type IncidentJobs = RouterInputs["incidents"]["create"]["jobs"];

type IncidentFormProps = { readonly title: string; readonly onClose: () => void } & (
	| { readonly incident: Incident; readonly jobs?: undefined }
	| { readonly incident?: undefined; readonly jobs: IncidentJobs }
);

export function IncidentForm({ title, incident, jobs, onClose }: IncidentFormProps) {
	const [name, setName] = useState(incident?.name ?? "");
	const [cause, setCause] = useState(incident?.cause ?? "");
	const [fix, setFix] = useState(incident?.fixVersion ?? "");
	const [unnamed, setUnnamed] = useState(false);
	const navigate = useNavigate();
	const create = useMutation(
		trpc.incidents.create.mutationOptions({
			onSuccess: ({ id }) => {
				refreshIncidents();
				void navigate({ to: "/incidents/$incidentId", params: { incidentId: id } });
			},
		}),
	);
	const update = useMutation(
		trpc.incidents.update.mutationOptions({
			onSuccess: () => {
				refreshIncidents();
				onClose();
			},
		}),
	);
	const failed = create.error ?? update.error;
	const save = (): void => {
		if (name.trim() === "") return setUnnamed(true);
		const words = { name: name.trim(), cause: cause.trim(), fixVersion: fix.trim() };
		if (incident === undefined) create.mutate({ ...words, jobs });
		else update.mutate({ id: incident.id, ...words });
	};
	return (
		<Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					save();
				}}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save();
				}}
			>
				<TextInput
					label="Name"
					data-autofocus
					value={name}
					error={unnamed ? "Give the incident a name." : undefined}
					onChange={(event) => {
						setName(event.currentTarget.value);
						setUnnamed(false);
					}}
				/>
				<Textarea
					mt={12}
					label="Cause"
					description="Optional until it is resolved: what these runs have in common."
					autosize
					minRows={2}
					value={cause}
					onChange={(event) => setCause(event.currentTarget.value)}
				/>
				<TextInput
					mt={12}
					label="Mended by"
					description="Optional until it is resolved: the code version, or the change at the source."
					value={fix}
					onChange={(event) => setFix(event.currentTarget.value)}
				/>
				{failed === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(failed).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button type="button" tone="quiet" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" tone="primary" busy={create.isPending || update.isPending}>
						{incident === undefined ? "Open the incident" : "Save the incident"}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
