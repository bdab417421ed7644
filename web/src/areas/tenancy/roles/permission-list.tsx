// Every permission in words, by group: to read, or to choose from. What the chooser lacks can't be chosen, and says so.
import { CheckLine } from "../../../kit/check-line.tsx";
import { Icon } from "../../../kit/icon.tsx";
import type { Matrix } from "../people/member-words.ts";
import classes from "./roles.module.css";

interface PermissionListProps {
	readonly groups: Matrix["groups"];
	readonly chosen: ReadonlySet<string>;
	/** Chooses; without it the list is read only. */
	readonly onChange?: (chosen: ReadonlySet<string>) => void;
	/** What the chooser has. */
	readonly own?: ReadonlySet<string>;
}

export function PermissionList({ groups, chosen, onChange, own }: PermissionListProps) {
	const set = (permission: string, on: boolean): void => {
		const next = new Set(chosen);
		if (on) next.add(permission);
		else next.delete(permission);
		onChange?.(next);
	};
	return groups.map(({ group, permissions }) => (
		<section key={group} className={classes.group} aria-label={group}>
			<h3>
				{group}
				<span className="dim num">
					{permissions.filter(({ permission }) => chosen.has(permission)).length} of {permissions.length}
				</span>
			</h3>
			<div className={classes.perms}>
				{permissions.map(({ permission, label }) => {
					if (onChange === undefined) return <Given key={permission} label={label} given={chosen.has(permission)} />;
					const lacking = own !== undefined && !own.has(permission);
					return (
						<CheckLine
							key={permission}
							label={label}
							checked={chosen.has(permission)}
							disabled={lacking && !chosen.has(permission)}
							note={lacking ? "Your own role lacks this" : undefined}
							onChange={(on) => set(permission, on)}
						/>
					);
				})}
			</div>
		</section>
	));
}

function Given({ label, given }: { readonly label: string; readonly given: boolean }) {
	return (
		<p className="row" style={{ alignItems: "flex-start", padding: "2px 0" }}>
			<span className={given ? classes.added : "dim"} style={{ paddingTop: 2 }}>
				<Icon name={given ? "check" : "minus"} size={14} />
			</span>
			<span className={given ? undefined : "dim"}>
				<span className="vh">{given ? "May: " : "May not: "}</span>
				{label}
			</span>
		</p>
	);
}
