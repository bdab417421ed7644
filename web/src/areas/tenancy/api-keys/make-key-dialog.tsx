// A new key: what uses it, for how long, and what it may do. Only permissions that its maker has can be ticked.
import { Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { keyLifeDays, keyScopes, scopeWords } from "../../../../../domain/tenancy/api-key.ts";
import { companyWide } from "../../../../../domain/tenancy/entity-scope.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { type Permission, useEntities, useMe } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { CheckLine } from "../../../kit/check-line.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { FormFailure } from "../settings/settings-form.tsx";
import { lives } from "./api-key-words.ts";

interface MakeKeyDialogProps {
	readonly onClose: () => void;
	readonly onMade: (made: { readonly id: string; readonly name: string; readonly secret: string }) => void;
}

export function MakeKeyDialog({ onClose, onMade }: MakeKeyDialogProps) {
	const me = useMe();
	const [name, setName] = useState("");
	const [days, setDays] = useState<string>(String(keyLifeDays.usual));
	const [scopes, setScopes] = useState<ReadonlySet<Permission>>(new Set());
	const [entityIds, setEntityIds] = useState<readonly string[] | null>(me.entityIds === null ? null : [...me.entityIds]);
	const make = useMutation(
		trpc.apiKeys.create.mutationOptions({
			onSuccess: ({ key, secret }) => {
				void queryClient.invalidateQueries({ queryKey: [["apiKeys"]] });
				onMade({ id: key.id, name: key.name, secret });
			},
		}),
	);
	const fields = make.error === null ? {} : failureOf(make.error).fields;
	return (
		<Modal opened onClose={onClose} size="lg" title="Make an API key" closeButtonProps={{ "aria-label": "Close" }}>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					make.mutate({
						name,
						scopes: [...scopes],
						expiresInDays: Number(days),
						entityIds: entityIds === null ? null : [...entityIds],
					});
				}}
			>
				<FormFailure error={make.error} />
				<TextInput
					label="Name"
					name="name"
					description="What will use it: a program, a team, a place."
					autoComplete="off"
					data-autofocus
					mb={12}
					maxLength={80}
					value={name}
					error={fields["name"]}
					onChange={(event) => setName(event.currentTarget.value)}
				/>
				<NativeSelect
					label="Works for"
					name="expiresInDays"
					description="Then it needs a new secret. Nobody has to remember it: the list says when."
					mb={12}
					value={days}
					data={[...lives]}
					onChange={(event) => setDays(event.currentTarget.value)}
				/>
				<ScopeFields own={new Set(me.permissions)} chosen={scopes} limited={entityIds !== null} onChange={setScopes} />
				{fields["scopes"] === undefined ? null : <p className="fail-text small">{fields["scopes"]}</p>}
				<EntityFields entityIds={entityIds} onChange={setEntityIds} mayAll={me.entityIds === null} />
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button type="button" tone="quiet" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" tone="primary" icon="key" busy={make.isPending}>
						Make the key
					</Button>
				</div>
			</form>
		</Modal>
	);
}

interface ScopeFieldsProps {
	readonly own: ReadonlySet<string>;
	readonly chosen: ReadonlySet<Permission>;
	/** The key is limited to some entities. */
	readonly limited: boolean;
	readonly onChange: (chosen: ReadonlySet<Permission>) => void;
}

function ScopeFields({ own, chosen, limited, onChange }: ScopeFieldsProps) {
	const why = (scope: Permission): string | undefined => {
		if (!own.has(scope)) return "Your own role lacks this";
		return limited && companyWide.has(scope) ? "Reaches the whole company" : undefined;
	};
	return (
		<fieldset style={{ border: 0, padding: 0, margin: 0 }}>
			<legend className="med" style={{ marginBottom: 4 }}>
				May
			</legend>
			<div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(240px, 1fr))", columnGap: 16 }}>
				{keyScopes.map((scope) => (
					<CheckLine
						key={scope}
						name="scopes"
						label={scopeWords[scope] ?? scope}
						note={why(scope)}
						checked={chosen.has(scope)}
						disabled={why(scope) !== undefined && !chosen.has(scope)}
						onChange={(on) => onChange(new Set(on ? [...chosen, scope] : [...chosen].filter((each) => each !== scope)))}
					/>
				))}
			</div>
		</fieldset>
	);
}

interface EntityFieldsProps {
	readonly entityIds: readonly string[] | null;
	readonly onChange: (entityIds: readonly string[] | null) => void;
	readonly mayAll: boolean;
}

function EntityFields({ entityIds, onChange, mayAll }: EntityFieldsProps) {
	const entities = useEntities();
	if (entities.length < 2 && entityIds === null) return null;
	return (
		<fieldset style={{ border: 0, padding: 0, margin: "12px 0 0" }}>
			<legend className="med" style={{ marginBottom: 4 }}>
				Sees
			</legend>
			<CheckLine
				label="The whole company"
				checked={entityIds === null}
				disabled={!mayAll}
				onChange={(whole) => onChange(whole ? null : entities.slice(0, 1).map(({ id }) => id))}
			/>
			{entityIds === null
				? null
				: entities.map(({ id, name }) => (
						<CheckLine
							key={id}
							label={name}
							checked={entityIds.includes(id)}
							onChange={(on) => onChange(on ? [...entityIds, id] : entityIds.filter((each) => each !== id))}
						/>
					))}
		</fieldset>
	);
}
