// One endpoint: how it stands, what can be done with it, its settings, and taking it away.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { useMe } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { DangerAction } from "../settings/danger-zone.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretOnce } from "../settings/secret-once.tsx";
import { signingHelp } from "./webhook-words.ts";
import { type Endpoint, endpointWords, refreshWebhooks, stateOf, topicsText } from "./webhook-words.ts";

interface EndpointPanelProps {
	readonly endpoint: Endpoint;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function EndpointPanel({ endpoint, zone, takeFocus, onClose }: EndpointPanelProps) {
	const manages = useMe().permissions.includes("webhooks.manage");
	const { name, url, createdAt, createdByName, failingSince, lastFailure, oldSecretUntil } = endpoint;
	return (
		<Panel
			label={name}
			title={name}
			subject={endpoint.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={endpointWords} status={stateOf(endpoint)} />}
		>
			<PanelBody>
				<PanelSection>
					{stateOf(endpoint) === "gone" ? (
						<p style={{ marginBottom: 8 }}>The receiver answered 410: it wants no more events. What happens meanwhile is kept for it.</p>
					) : null}
					<FactList
						facts={[
							{
								label: "Address",
								value: (
									<span className="mono" style={{ overflowWrap: "anywhere" }}>
										{url}
									</span>
								),
							},
							{ label: "Told of", value: topicsText(endpoint) },
							{ label: "Added", value: `${fullMomentText(createdAt, zone)} by ${createdByName}` },
							...(failingSince === null ? [] : [{ label: "Failing since", value: fullMomentText(failingSince, zone) }]),
							...(failingSince === null || lastFailure === null ? [] : [{ label: "Last failure", value: lastFailure }]),
							...(oldSecretUntil === null ? [] : [{ label: "Old secret until", value: fullMomentText(oldSecretUntil, zone) }]),
							{
								label: "Deliveries",
								value: (
									<Link to="/settings/webhooks" search={{ view: "deliveries", endpoint: endpoint.id }}>
										{counted(endpoint.pending, "waiting", "waiting")}, {counted(endpoint.dead, "given up", "given up")}
									</Link>
								),
							},
						]}
					/>
				</PanelSection>
				{manages ? <Actions endpoint={endpoint} zone={zone} /> : null}
				{manages ? <Settings key={`${name} ${url} ${endpoint.topics.join()}`} endpoint={endpoint} /> : null}
				{manages ? <Remove endpoint={endpoint} onClose={onClose} /> : null}
			</PanelBody>
		</Panel>
	);
}

function Actions({ endpoint, zone }: { readonly endpoint: Endpoint; readonly zone: string }) {
	const { id, name, status, dead } = endpoint;
	const [secret, setSecret] = useState<{ readonly secret: string; readonly oldUntil: string | null } | null>(null);
	const test = useMutation(
		trpc.webhooks.test.mutationOptions({
			onSuccess: () => {
				refreshWebhooks();
				tell({ sentence: `A test is on its way to ${name}. It appears among the deliveries.` });
			},
		}),
	);
	const pause = useMutation(
		trpc.webhooks.pause.mutationOptions({
			onSuccess: ({ status: now }) => {
				refreshWebhooks();
				tell({ sentence: now === "paused" ? `${name} is paused; events are kept for it.` : `${name} gets events again.` });
			},
		}),
	);
	const rotate = useMutation(
		trpc.webhooks.rotateSecret.mutationOptions({
			onSuccess: (made) => {
				refreshWebhooks();
				setSecret({ secret: made.secret, oldUntil: made.endpoint.oldSecretUntil });
			},
		}),
	);
	const again = useMutation(
		trpc.webhooks.replayDead.mutationOptions({
			onSuccess: ({ replayed }) => {
				refreshWebhooks();
				tell({ sentence: `${counted(replayed, "delivery", "deliveries")} sent again.` });
			},
		}),
	);
	const failed = [test, pause, rotate, again].find(({ error }) => error !== null)?.error ?? null;
	return (
		<PanelSection title="What can be done">
			<div className="row wrap">
				<Button icon="send" busy={test.isPending} disabled={status !== "active"} onClick={() => test.mutate({ id })}>
					Send a test
				</Button>
				<Button
					icon={status === "active" ? "player-pause" : "player-play"}
					busy={pause.isPending}
					onClick={() => pause.mutate({ id, paused: status === "active" })}
				>
					{status === "active" ? "Pause" : "Resume"}
				</Button>
				<Button icon="key" busy={rotate.isPending} onClick={() => rotate.mutate({ id })}>
					Rotate the secret
				</Button>
				{dead === 0 ? null : (
					<Button icon="refresh" busy={again.isPending} onClick={() => again.mutate({ id })}>
						Send again what was given up
					</Button>
				)}
			</div>
			{failed === null ? null : (
				<p className="fail-text" role="alert" style={{ marginTop: 8 }}>
					{failureOf(failed).sentence}
				</p>
			)}
			{secret === null ? null : (
				<SecretOnce
					title={`The new signing secret of ${name}`}
					label="Signing secret"
					secret={secret.secret}
					onClose={() => setSecret(null)}
				>
					<p className="sec">{signingHelp}</p>
					{secret.oldUntil === null ? null : (
						<p className="sec">The secret before signs beside it until {fullMomentText(secret.oldUntil, zone)}.</p>
					)}
				</SecretOnce>
			)}
		</PanelSection>
	);
}

function Settings({ endpoint }: { readonly endpoint: Endpoint }) {
	const update = useMutation(
		trpc.webhooks.update.mutationOptions({
			onSuccess: ({ name }) => {
				refreshWebhooks();
				tell({ sentence: `${name} is saved.` });
			},
		}),
	);
	return (
		<PanelSection title="Settings">
			<EndpointForm
				endpoint={endpoint}
				verb="Save the settings"
				busy={update.isPending}
				error={update.error}
				onSave={(settings) => update.mutate({ id: endpoint.id, ...settings })}
			/>
		</PanelSection>
	);
}

function Remove({ endpoint, onClose }: { readonly endpoint: Endpoint; readonly onClose: () => void }) {
	const remove = useMutation(
		trpc.webhooks.remove.mutationOptions({
			onSuccess: () => {
				onClose();
				refreshWebhooks();
				tell({ sentence: `${endpoint.name} is removed.` });
			},
		}),
	);
	return (
		<PanelSection>
			<DangerAction
				title="Remove the endpoint"
				effect={
					endpoint.pending === 0
						? "It is told of nothing any more. Its deliveries stay as a record."
						: `It is told of nothing any more, and ${counted(endpoint.pending, "delivery that waits is", "deliveries that wait are")} given up. Its deliveries stay as a record.`
				}
				verb="Remove the endpoint"
				question={`Remove ${endpoint.name}?`}
				keep="Keep the endpoint"
				busy={remove.isPending}
				error={remove.error}
				onConfirm={() => remove.mutate({ id: endpoint.id })}
			/>
		</PanelSection>
	);
}
