// Which role and which entities: the same fields for an invitation and for a member.
import { NativeSelect } from "@mantine/core";
import { useEntities } from "../../../app/session.ts";
import { CheckLine } from "../../../kit/check-line.tsx";
import type { RoleChoice } from "./member-words.ts";

interface RoleFieldsProps {
	readonly choices: readonly RoleChoice[];
	readonly role: string;
	readonly onRole: (role: string) => void;
	/** null: the whole company. */
	readonly entityIds: readonly string[] | null;
	readonly onEntities: (entityIds: readonly string[] | null) => void;
	readonly errors?: Readonly<Record<string, string>>;
}

export function RoleFields({ choices, role, onRole, entityIds, onEntities, errors = {} }: RoleFieldsProps) {
	const entities = useEntities();
	return (
		<>
			<NativeSelect
				label="Role"
				name="role"
				value={role}
				error={errors["role"]}
				onChange={(event) => onRole(event.currentTarget.value)}
				data={choices.map(({ value, label, why }) => ({
					value,
					label: why === null ? label : `${label} (${why})`,
					disabled: why !== null && value !== role,
				}))}
			/>
			{entities.length < 2 && entityIds === null ? null : (
				<fieldset style={{ border: 0, padding: 0, margin: "12px 0 0" }}>
					<legend className="med" style={{ marginBottom: 4, padding: 0 }}>
						Sees
					</legend>
					<CheckLine
						label="The whole company"
						checked={entityIds === null}
						disabled={role === "owner"}
						note={role === "owner" ? "An owner always sees the whole company." : undefined}
						onChange={(whole) => onEntities(whole ? null : entities.slice(0, 1).map(({ id }) => id))}
					/>
					{entityIds === null
						? null
						: entities.map((entity) => (
								<CheckLine
									key={entity.id}
									label={entity.name}
									checked={entityIds.includes(entity.id)}
									onChange={(on) => onEntities(on ? [...entityIds, entity.id] : entityIds.filter((id) => id !== entity.id))}
								/>
							))}
					{errors["entityIds"] === undefined ? null : <p className="fail-text small">{errors["entityIds"]}</p>}
				</fieldset>
			)}
		</>
	);
}
