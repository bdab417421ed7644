import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Icon } from "../kit/icon.tsx";
import { Key } from "../kit/key.tsx";
import { ApprovalCount, SupportCount } from "./nav-count.tsx";
import { navGroups } from "./nav-items.ts";
import { PersonMenu } from "./person-menu.tsx";
import { SchemeButton } from "./scheme-button.tsx";
import { useMe } from "./session.ts";
import classes from "./shell.module.css";
import { TenantSwitcher } from "./tenant-switcher.tsx";

interface SideNavProps {
	readonly folded: boolean;
	readonly onFold: () => void;
	readonly onHelp: () => void;
	readonly onPalette: () => void;
}

export function SideNav({ folded, onFold, onHelp, onPalette }: SideNavProps) {
	const me = useMe();
	return (
		<nav className={classes.nav} aria-label="Main">
			<TenantSwitcher />
			<UnstyledButton className={classes.search} onClick={onPalette} title="Search or run (Ctrl K)">
				<Icon name="search" />
				<span className={`${classes.label} grow`}>Search or run</span>
				<span className={classes.label} aria-hidden="true">
					<Key>{commandKey}</Key>
				</span>
			</UnstyledButton>
			{navGroups
				.filter((group) => group.items.some((item) => me.permissions.includes(item.needs)))
				.map((group) => (
					<div key={group.title} role="group" aria-label={group.title ?? "For you"}>
						{group.title === null ? null : (
							<div className={classes.title} aria-hidden="true">
								{group.title}
							</div>
						)}
						{group.items
							.filter((item) => me.permissions.includes(item.needs))
							.map((item) => (
								<Link
									key={item.to}
									to={item.to}
									className={classes.item}
									activeOptions={{ exact: false, includeSearch: false }}
									title={item.label}
								>
									<Icon name={item.icon} />
									<span className={classes.label}>{item.label}</span>
									{item.count === undefined ? null : <ApprovalCount />}
								</Link>
							))}
					</div>
				))}
			<div className={classes.foot}>
				<Link to="/settings" className={classes.item} activeOptions={{ exact: false, includeSearch: false }} title="Settings">
					<Icon name="settings" />
					<span className={classes.label}>Settings</span>
					<SupportCount />
				</Link>
				<UnstyledButton
					className={`${classes.item} ${classes.fold}`}
					onClick={onFold}
					title={folded ? "Unfold the navigation" : "Fold the navigation"}
				>
					<Icon name={folded ? "unfold" : "fold"} />
					<span className={classes.label}>{folded ? "Unfold" : "Fold"}</span>
					<span className={classes.end}>[</span>
				</UnstyledButton>
				<UnstyledButton className={classes.item} onClick={onHelp} title="Keys of this page">
					<Icon name="keyboard" />
					<span className={classes.label}>Keys</span>
					<span className={classes.end}>?</span>
				</UnstyledButton>
				<SchemeButton />
				<PersonMenu />
			</div>
		</nav>
	);
}

const commandKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";
