// Takes the secret that signs the vendor's webhooks. What is stored is never shown: a new one takes its place.
import { Modal, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { tell } from "../../kit/notices.ts";
import { fullMomentText } from "../../kit/time-text.ts";
import type { ConnectionDetail } from "./connection-types.ts";

interface HookSecretProps {
	readonly connection: ConnectionDetail;
	/** Where the vendor sends them. */
	readonly address: string;
	readonly vendorTitle: string;
	/** What the vendor says of the field. */
	readonly help: string;
	readonly zone: string;
	readonly onClose: () => void;
}

/** Focus goes back to the button when it closes. */
export function HookSecretDialog({ opened, ...props }: HookSecretProps & { readonly opened: boolean }) {
	return (
		<Modal opened={opened} onClose={props.onClose} title="Webhook signing secret" closeButtonProps={{ "aria-label": "Close" }}>
			<HookSecretForm {...props} />
		</Modal>
	);
}

function HookSecretForm({ connection, address, vendorTitle, help, zone, onClose }: HookSecretProps) {
	const [secret, setSecret] = useState("");
	const input = useRef<HTMLInputElement>(null);
	const replaces = connection.hookSecret?.state === "entered";
	const save = useMutation(
		trpc.connections.setHookSecret.mutationOptions({
			onSuccess: ({ since }) => {
				void queryClient.invalidateQueries({ queryKey: [["connections"]] });
				tell({
					sentence: `The signing secret of ${connection.name} holds since ${fullMomentText(since, zone)}: what ${vendorTitle} sends from now on is checked with it.`,
				});
				onClose();
			},
			onError: () => input.current?.focus(),
		}),
	);
	const failure = save.error === null ? null : failureOf(save.error);
	return (
		<form
			noValidate
			aria-label={`Webhook signing secret of ${connection.name}`}
			onSubmit={(event) => {
				event.preventDefault();
				if (secret.trim() !== "" && !save.isPending) save.mutate({ id: connection.id, secret });
			}}
		>
			<p className="sec" style={{ marginBottom: 12 }}>
				{connection.name} takes webhooks at{" "}
				<span className="mono" style={{ overflowWrap: "anywhere", userSelect: "all" }}>
					{address}
				</span>
			</p>
			<PasswordInput
				label="Signing secret"
				description={help}
				name="secret"
				autoComplete="off"
				spellCheck={false}
				data-autofocus
				ref={input}
				value={secret}
				onChange={(event) => {
					setSecret(event.currentTarget.value);
					save.reset();
				}}
				error={failure === null ? undefined : (failure.fields["secret"] ?? failure.sentence)}
				errorProps={{ role: "alert" }}
				visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
			/>
			<p className="dim small" style={{ marginTop: 10 }}>
				It is sealed and never shown again.{replaces ? " The one before ends at once: what it signs is refused." : ""}
			</p>
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button type="button" tone="quiet" onClick={onClose}>
					{replaces ? "Keep the present one" : "Cancel"}
				</Button>
				<Button type="submit" tone="primary" busy={save.isPending} disabled={secret.trim() === ""}>
					{replaces ? "Replace the secret" : "Store the secret"}
				</Button>
			</div>
		</form>
	);
}
