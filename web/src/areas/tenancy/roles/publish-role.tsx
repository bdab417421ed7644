// Publishing a draft: what it adds and takes away, and for how many people, before it holds for them.
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { tellThatItWaits } from "../approvals/tell-that-it-waits.ts";
import type { Matrix } from "../people/member-words.ts";
import { refreshRoles } from "./refresh-roles.ts";
import classes from "./roles.module.css";

export function PublishRole({ role, matrix }: { readonly role: Matrix["custom"][number]; readonly matrix: Matrix }) {
	const navigate = useNavigate();
	const [asking, setAsking] = useState(false);
	const publish = useMutation(
		trpc.roles.publish.mutationOptions({
			onSuccess: ({ name, waits }) => {
				setAsking(false);
				void refreshRoles();
				if (waits === null) tell({ sentence: `${name} is published.` });
				else tellThatItWaits(`The role ${role.draft?.name ?? name}`, waits, navigate);
			},
		}),
	);
	const labels = new Map(
		matrix.groups.flatMap(({ permissions }) => permissions.map(({ permission, label }) => [permission, label] as const)),
	);
	const { draft } = role;
	if (draft === null) return null;
	return (
		<>
			<Button tone="primary" icon="check" onClick={() => setAsking(true)}>
				Publish the role
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Publish ${draft.name}?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">
					{role.version === 0
						? `From then on people can be given this role, with ${counted(draft.permissions.length, "permission")}.`
						: `${counted(role.members, "person has", "people have")} it: what changes takes effect for them at once.`}
				</p>
				<ul className={classes.change} style={{ marginTop: 10 }}>
					{draft.added.map((word) => (
						<li key={word} className={classes.added}>
							<span aria-hidden="true">+</span>
							<span>
								<span className="vh">added: </span>
								{labels.get(word) ?? word}
							</span>
						</li>
					))}
					{draft.taken.map((word) => (
						<li key={word} className={classes.taken}>
							<span aria-hidden="true">{"−"}</span>
							<span>
								<span className="vh">taken away: </span>
								{labels.get(word) ?? word}
							</span>
						</li>
					))}
				</ul>
				{publish.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(publish.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep the draft
					</Button>
					<Button
						tone="primary"
						icon="check"
						busy={publish.isPending}
						onClick={() => publish.mutate({ id: role.id, version: role.version })}
					>
						Publish the role
					</Button>
				</div>
			</Modal>
		</>
	);
}
