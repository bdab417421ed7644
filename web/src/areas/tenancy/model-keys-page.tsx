// The company's own keys at model providers: stored and replaced here, never shown again. Nothing uses them yet, and the page says so.
import { Modal, PasswordInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { providerNames } from "../../../../domain/tenancy/policies/models.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { tell } from "../../kit/notices.ts";
import { ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { FormBlock, FormFailure } from "./settings/settings-form.tsx";
import { SettingsPage } from "./settings/settings-page.tsx";

type ModelKey = RouterOutputs["modelKeys"]["list"][number];

const reload = (): void => void queryClient.invalidateQueries({ queryKey: [["modelKeys"]] });

export function ModelKeysPage() {
	const query = useQuery(trpc.modelKeys.list.queryOptions());
	return (
		<SettingsPage
			title="Model keys"
			body="form"
			lead="The company’s own keys at providers of language models: stored sealed with the company’s data key, and never shown again."
		>
			<NoticeBar tone="idle">
				<span>
					Nothing in Tieout calls a model yet, so a key that you store here lies unused. Which provider may be given the company’s data,{" "}
					<Link to="/settings/policies" style={{ textDecoration: "underline" }}>
						policies
					</Link>{" "}
					say.
				</span>
			</NoticeBar>
			{query.data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				query.data.map((row) => <ProviderKey key={row.provider} row={row} />)
			)}
		</SettingsPage>
	);
}

function ProviderKey({ row }: { readonly row: ModelKey }) {
	const zone = useZone();
	const [editing, setEditing] = useState(false);
	const name = providerNames[row.provider];
	const { stored } = row;
	const text =
		stored === null
			? "No key is stored."
			: `Key ending in ${stored.ending}, stored ${fullMomentText(stored.savedAt, zone)} by ${stored.savedBy}.`;
	return (
		<FormBlock title={name} text={text}>
			{editing ? (
				<Enter row={row} onDone={() => setEditing(false)} />
			) : (
				<div className="row wrap">
					<Button
						size="small"
						aria-label={`${stored === null ? "Store a key" : "Replace the key"} at ${name}`}
						onClick={() => setEditing(true)}
					>
						{stored === null ? "Store a key" : "Replace the key"}
					</Button>
					{stored === null ? null : <Remove row={row} ending={stored.ending} />}
				</div>
			)}
		</FormBlock>
	);
}

function Enter({ row, onDone }: { readonly row: ModelKey; readonly onDone: () => void }) {
	const [key, setKey] = useState("");
	const name = providerNames[row.provider];
	const save = useMutation(
		trpc.modelKeys.save.mutationOptions({
			onSuccess: ({ ending }) => {
				tell({ sentence: `The key ending in ${ending} is stored. ${name} has not been asked whether it holds.` });
				onDone();
				reload();
			},
		}),
	);
	return (
		<form
			noValidate
			aria-label={`Key at ${name}`}
			onSubmit={(event) => {
				event.preventDefault();
				save.mutate({ provider: row.provider, key });
			}}
		>
			<FormFailure error={save.error} />
			<PasswordInput
				label="Key"
				name="key"
				autoComplete="off"
				autoFocus
				value={key}
				onChange={(event) => setKey(event.currentTarget.value)}
				error={save.error === null ? undefined : failureOf(save.error).fields["key"]}
				visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
			/>
			<div className="row" style={{ marginTop: 12 }}>
				<Button type="submit" busy={save.isPending} disabled={key.trim() === ""}>
					{row.stored === null ? "Store the key" : "Replace the key"}
				</Button>
				<Button tone="quiet" onClick={onDone}>
					{row.stored === null ? "Store none" : "Keep the present one"}
				</Button>
			</div>
		</form>
	);
}

function Remove({ row, ending }: { readonly row: ModelKey; readonly ending: string }) {
	const [asking, setAsking] = useState(false);
	const name = providerNames[row.provider];
	const remove = useMutation(
		trpc.modelKeys.remove.mutationOptions({
			onSuccess: () => {
				tell({ sentence: `The key ending in ${ending} is deleted here.` });
				setAsking(false);
				reload();
			},
		}),
	);
	return (
		<>
			<Button size="small" tone="quiet" aria-label={`Remove the key at ${name}`} onClick={() => setAsking(true)}>
				Remove
			</Button>
			<Modal
				opened={asking}
				onClose={() => setAsking(false)}
				title={`Remove the key at ${name}?`}
				closeButtonProps={{ "aria-label": "Close" }}
			>
				<p className="sec">
					The key ending in {ending} is deleted here and can’t be brought back. At {name} it stays valid until you revoke it there.
				</p>
				{remove.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(remove.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep the key
					</Button>
					<Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate({ provider: row.provider })}>
						Remove the key
					</Button>
				</div>
			</Modal>
		</>
	);
}
