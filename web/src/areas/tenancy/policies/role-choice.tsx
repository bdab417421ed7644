// Whom a policy binds: some roles, or every role but some.
import { CheckLine } from "../../../kit/check-line.tsx";
import { Segmented } from "../../../kit/segmented.tsx";
import type { RoleName, RuleOf } from "./policy-words.ts";

type Roles = RuleOf<"masking">["content"]["roles"];

interface RoleChoiceProps {
	readonly roles: readonly RoleName[];
	readonly value: Roles;
	readonly onChange: (value: Roles) => void;
}

export function RoleChoice({ roles, value, onChange }: RoleChoiceProps) {
	const chosen = new Set(value.refs);
	const set = (ref: string, on: boolean): void =>
		onChange({ ...value, refs: on ? [...value.refs, ref] : value.refs.filter((each) => each !== ref) });
	return (
		<>
			<Segmented
				label="Whom it binds"
				value={value.mode}
				options={[
					{ value: "all_but", label: "Every role but these" },
					{ value: "these", label: "Only these roles" },
				]}
				// A tick means the opposite now: none is carried over, or the owner, left out so far, would be bound unseen.
				onChange={(mode) => onChange({ mode: mode === "these" ? "these" : "all_but", refs: [] })}
			/>
			<div>
				{roles.map(({ ref, name }) => (
					<CheckLine key={ref} label={name} checked={chosen.has(ref)} onChange={(on) => set(ref, on)} />
				))}
			</div>
		</>
	);
}
