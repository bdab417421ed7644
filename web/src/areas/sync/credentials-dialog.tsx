// Takes new credentials of a connection and tries them at once. What is stored is never shown: a field left empty keeps what it has.
import { Modal, PasswordInput, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { credentialFields } from "../../../../domain/sync/vendors/credentials.ts";
import type { VendorField } from "../../../../domain/sync/vendors/vendor.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { tell } from "../../kit/notices.ts";
import type { ConnectionRow } from "./connection-types.ts";

interface CredentialsProps {
	readonly connection: ConnectionRow;
	/** They are stored; now they can be tried. */
	readonly onSaved: () => void;
	readonly onClose: () => void;
}

/** Focus goes back to the button when it closes. */
export function CredentialsDialog({ opened, ...props }: CredentialsProps & { readonly opened: boolean }) {
	return (
		<Modal
			opened={opened}
			onClose={props.onClose}
			title={`Credentials of ${props.connection.name}`}
			closeButtonProps={{ "aria-label": "Close" }}
		>
			<CredentialsForm {...props} />
		</Modal>
	);
}

function CredentialsForm({ connection, onSaved, onClose }: CredentialsProps) {
	const [values, setValues] = useState<Readonly<Record<string, string>>>({});
	const form = useRef<HTMLFormElement>(null);
	const fields = credentialFields(connection.vendor);
	const typed = Object.values(values).some((value) => value.trim() !== "");
	const save = useMutation(
		trpc.connections.replaceCredentials.mutationOptions({
			onSuccess: () => {
				void queryClient.invalidateQueries({ queryKey: [["connections"]] });
				tell({ sentence: `The credentials of ${connection.name} are stored; they are being tried.` });
				onSaved();
				onClose();
			},
			onError: () => form.current?.querySelector<HTMLElement>("input, textarea")?.focus(),
		}),
	);
	return (
		<form
			ref={form}
			noValidate
			aria-label={`Credentials of ${connection.name}`}
			onSubmit={(event) => {
				event.preventDefault();
				if (typed && !save.isPending) save.mutate({ id: connection.id, values });
			}}
		>
			{fields.map((field, index) => (
				<div key={field.name} style={{ marginBottom: 12 }}>
					<CredentialField
						field={field}
						takesFocus={index === 0}
						value={values[field.name] ?? ""}
						onChange={(value) => {
							setValues((before) => ({ ...before, [field.name]: value }));
							save.reset();
						}}
					/>
				</div>
			))}
			{save.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(save.error).sentence}
				</p>
			)}
			<p className="dim small" style={{ marginTop: 10 }}>
				They are sealed and never shown again. {fields.length > 1 ? "A field left empty keeps what it has. " : ""}The cursor stays: the next
				sync goes on from what is saved.
			</p>
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button type="button" tone="quiet" onClick={onClose}>
					Keep the present ones
				</Button>
				<Button type="submit" tone="primary" busy={save.isPending} disabled={!typed}>
					Store and try them
				</Button>
			</div>
		</form>
	);
}

interface CredentialFieldProps {
	readonly field: VendorField;
	readonly takesFocus: boolean;
	readonly value: string;
	readonly onChange: (value: string) => void;
}

function CredentialField({ field, takesFocus, value, onChange }: CredentialFieldProps) {
	const shared = { label: field.label, description: field.help, name: field.name, autoComplete: "off", spellCheck: false, value };
	const focus = takesFocus ? { "data-autofocus": true } : {};
	if (field.kind === "secret_text") {
		return (
			<Textarea
				{...shared}
				{...focus}
				autosize
				minRows={5}
				maxRows={10}
				classNames={{ input: "mono" }}
				onChange={(event) => onChange(event.currentTarget.value)}
			/>
		);
	}
	return (
		<PasswordInput
			{...shared}
			{...focus}
			onChange={(event) => onChange(event.currentTarget.value)}
			visibilityToggleButtonProps={{ "aria-label": `Show what is typed: ${field.label}` }}
		/>
	);
}
