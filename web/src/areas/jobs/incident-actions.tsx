// What can be done with an incident: replay its runs, name its cause, call it resolved, sign it off.
import { Modal, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../app/api-client.ts";
import { useMay } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button, buttonClass } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { IncidentForm } from "./incident-form.tsx";
import type { Incident } from "./incident-page.tsx";
import { refreshIncidents } from "./refresh-incidents.ts";

export function IncidentActions({ incident }: { readonly incident: Incident }) {
	const [mayManage, mayReplay, maySign] = [useMay("incidents.manage"), useMay("jobs.replay"), useMay("incidents.sign_off")];
	const [editing, setEditing] = useState(false);
	if (incident.whyNotChange !== null) return <span className="dim small">{incident.whyNotChange}</span>;
	const unreplaced = incident.progress.left + incident.progress.failed;
	return (
		<>
			{mayManage ? (
				<Button icon="pencil" onClick={() => setEditing(true)}>
					Edit
				</Button>
			) : null}
			{editing ? <IncidentForm title={`Edit ${incident.label}`} incident={incident} onClose={() => setEditing(false)} /> : null}
			{mayManage && incident.status === "open" ? <Resolve incident={incident} /> : null}
			{mayManage && unreplaced > 0 ? <CheckLeft incident={incident} /> : null}
			{mayReplay && unreplaced > 0 ? (
				<Link to="/jobs/replay" search={{ incident: incident.id }} className={buttonClass({ tone: "primary" })}>
					<Icon name="player-track-next" />
					Replay {counted(unreplaced, "run")}
				</Link>
			) : null}
			{maySign && incident.status === "resolved" ? <SignOff incident={incident} /> : null}
		</>
	);
}

/** Runs of which nothing is left to replay don't hold the incident up. */
function CheckLeft({ incident }: { readonly incident: Incident }) {
	const check = useMutation(trpc.incidents.checkLeft.mutationOptions({ onSuccess: refreshIncidents }));
	const found = check.data;
	const said =
		check.error !== null
			? failureOf(check.error).sentence
			: found === undefined || found.progress.nothing > 0
				? null
				: "Each of them has something to replay.";
	return (
		<>
			{said === null ? null : (
				<span className={check.error === null ? "sec small desk" : "fail-text small desk"} role="status">
					{said}
				</span>
			)}
			<Button
				icon="list-check"
				busy={check.isPending}
				title="Plans the runs that are not replaced and notes those of which nothing is left to replay"
				onClick={() => check.mutate({ id: incident.id })}
			>
				Check what is left
			</Button>
		</>
	);
}

function Resolve({ incident }: { readonly incident: Incident }) {
	const resolve = useMutation(trpc.incidents.update.mutationOptions({ onSuccess: refreshIncidents }));
	const why = incident.whyNotResolve ?? (resolve.error === null ? null : failureOf(resolve.error).sentence);
	return (
		<>
			<Button
				icon="circle-check"
				disabled={incident.whyNotResolve !== null}
				busy={resolve.isPending}
				title={why ?? ""}
				aria-describedby={why === null ? undefined : "why-not-resolve"}
				onClick={() => resolve.mutate({ id: incident.id, status: "resolved" })}
			>
				Mark as resolved
			</Button>
			{why === null ? null : (
				<span id="why-not-resolve" className="vh">
					{why}
				</span>
			)}
		</>
	);
}

function SignOff({ incident }: { readonly incident: Incident }) {
	const [open, setOpen] = useState(false);
	const [comment, setComment] = useState("");
	const sign = useMutation(
		trpc.incidents.signOff.mutationOptions({
			onSuccess: () => {
				refreshIncidents();
				setOpen(false);
			},
		}),
	);
	const why = incident.whyNotSignOff;
	return (
		<>
			{why === null ? null : <span className="sec small desk">{why}</span>}
			<Button icon="shield-check" tone={why === null ? "primary" : "plain"} disabled={why !== null} onClick={() => setOpen(true)}>
				Sign off
			</Button>
			<Modal
				opened={open}
				onClose={() => setOpen(false)}
				title={`Sign off ${incident.label}?`}
				closeButtonProps={{ "aria-label": "Close" }}
			>
				<p className="sec">
					{counted(incident.progress.replaced, "run")} of {incident.progress.total} {incident.progress.replaced === 1 ? "was" : "were"}{" "}
					replaced
					{incident.progress.nothing === 0 ? "" : `, and of ${incident.progress.nothing} nothing was left to replay`}. The set and its cause
					can’t change afterwards.
				</p>
				<Textarea
					mt={12}
					label="Comment"
					description="Optional: what you checked. It stays with the incident."
					autosize
					minRows={2}
					value={comment}
					onChange={(event) => setComment(event.currentTarget.value)}
				/>
				{sign.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(sign.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setOpen(false)}>
						Not yet
					</Button>
					<Button
						tone="primary"
						icon="shield-check"
						busy={sign.isPending}
						onClick={() => sign.mutate({ id: incident.id, comment: comment.trim() })}
					>
						Sign off the incident
					</Button>
				</div>
			</Modal>
		</>
	);
}
