// One key: what it may do, when it was used, a new secret for it, and its end.
import { Modal, NativeSelect, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { keyLifeDays, overlapHours, scopeWords } from "../../../../../domain/tenancy/api-key.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useEntities, useMay } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { type Fact, FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { type ApiKey, keyWords, lives, overlaps } from "./api-key-words.ts";

const refresh = (): void => void queryClient.invalidateQueries({ queryKey: [["apiKeys"]] });

interface ApiKeyPanelProps {
	readonly apiKey: ApiKey;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
	readonly onSecret: (secret: string) => void;
}

export function ApiKeyPanel({ apiKey, zone, takeFocus, onClose, onSecret }: ApiKeyPanelProps) {
	const may = useMay("api_keys.manage");
	const entities = useEntities();
	const moment = (at: string) => <span className="num">{fullMomentText(at, zone)}</span>;
	const facts: readonly (Fact | null)[] = [
		{ label: "Begins with", value: <span className="mono">{apiKey.shown}…</span> },
		{ label: "Last used", value: apiKey.lastUsedAt === null ? "Never" : moment(apiKey.lastUsedAt) },
		{ label: "Ends", value: moment(apiKey.expiresAt) },
		apiKey.oldSecretUntil === null || apiKey.state !== "rotating"
			? null
			: { label: "Old secret until", value: moment(apiKey.oldSecretUntil) },
		{ label: "Made", value: moment(apiKey.createdAt) },
		{ label: "By", value: apiKey.createdByName },
		apiKey.rotatedAt === null ? null : { label: "Secret since", value: moment(apiKey.rotatedAt) },
		apiKey.revokedAt === null ? null : { label: "Revoked", value: moment(apiKey.revokedAt) },
		apiKey.revokedByName === null ? null : { label: "Revoked by", value: apiKey.revokedByName },
		apiKey.entityIds === null
			? null
			: { label: "Sees", value: apiKey.entityIds.map((id) => entities.find((entity) => entity.id === id)?.name ?? "an entity").join(", ") },
	];
	return (
		<Panel
			label={apiKey.name}
			title={apiKey.name}
			subject={apiKey.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={keyWords} status={apiKey.state} />}
		>
			<PanelBody>
				<PanelSection>
					<FactList facts={facts.filter((fact) => fact !== null)} />
				</PanelSection>
				<PanelSection title="May">
					<ul style={{ margin: 0, padding: 0, listStyle: "none" }}>
						{apiKey.scopes.map((scope) => (
							<li key={scope}>{scopeWords[scope] ?? scope}</li>
						))}
					</ul>
				</PanelSection>
				{may && apiKey.state !== "revoked" ? (
					<>
						<Rotate apiKey={apiKey} onSecret={onSecret} />
						<Revoke apiKey={apiKey} />
					</>
				) : null}
			</PanelBody>
		</Panel>
	);
}

function Rotate({ apiKey, onSecret }: { readonly apiKey: ApiKey; readonly onSecret: (secret: string) => void }) {
	const [days, setDays] = useState<string>(String(keyLifeDays.usual));
	const [overlap, setOverlap] = useState<string>(String(overlapHours.usual));
	const rotate = useMutation(
		trpc.apiKeys.rotate.mutationOptions({
			onSuccess: ({ secret }) => {
				refresh();
				onSecret(secret);
			},
		}),
	);
	return (
		<PanelSection title="New secret">
			<NativeSelect
				label="The new one works for"
				mb={8}
				value={days}
				data={[...lives]}
				onChange={(event) => setDays(event.currentTarget.value)}
			/>
			<NativeSelect
				label="The present one works"
				mb={10}
				value={overlap}
				data={[...overlaps]}
				onChange={(event) => setOverlap(event.currentTarget.value)}
			/>
			{rotate.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(rotate.error).sentence}
				</p>
			)}
			<Button
				icon="refresh"
				busy={rotate.isPending}
				onClick={() => rotate.mutate({ id: apiKey.id, expiresInDays: Number(days), overlapHours: Number(overlap) })}
			>
				Make a new secret
			</Button>
		</PanelSection>
	);
}

function Revoke({ apiKey }: { readonly apiKey: ApiKey }) {
	const [asking, setAsking] = useState(false);
	const [reason, setReason] = useState("");
	const revoke = useMutation(
		trpc.apiKeys.revoke.mutationOptions({
			onSuccess: ({ name }) => {
				setAsking(false);
				refresh();
				tell({ sentence: `${name} is revoked: its next request is refused.` });
			},
		}),
	);
	return (
		<PanelSection title="End">
			<p className="sec" style={{ marginBottom: 8 }}>
				Its next request is refused. What it did stays, under its name.
			</p>
			<Button tone="danger" icon="circle-minus" onClick={() => setAsking(true)}>
				Revoke the key
			</Button>
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Revoke ${apiKey.name}?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">Whatever uses it stops working at once. This can’t be taken back; a new key can be made.</p>
				<Textarea
					mt={12}
					label="Reason"
					description="Optional. It is kept in the audit trail."
					autosize
					minRows={2}
					maxLength={500}
					value={reason}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
				{revoke.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(revoke.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep the key
					</Button>
					<Button tone="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ id: apiKey.id, reason })}>
						Revoke the key
					</Button>
				</div>
			</Modal>
		</PanelSection>
	);
}
