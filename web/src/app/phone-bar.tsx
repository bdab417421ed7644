import { Menu, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Icon } from "../kit/icon.tsx";
import { ApprovalCount } from "./nav-count.tsx";
import { navGroups } from "./nav-items.ts";
import { SchemeItem } from "./scheme-button.tsx";
import { useMe } from "./session.ts";
import { useSignOut } from "./sign-out.ts";
import classes from "./shell.module.css";
import { useSwitchCompany } from "./tenant-switcher.tsx";

export function PhoneBar({ onPalette }: { readonly onPalette: () => void }) {
	const me = useMe();
	const logout = useSignOut();
	const items = navGroups.flatMap((group) => group.items).filter((item) => me.permissions.includes(item.needs));
	return (
		<nav className={classes.tabbar} aria-label="Main, bottom">
			{items
				.filter((item) => item.aside !== true)
				.map((item) => (
					<Link key={item.to} to={item.to} className={classes.tab} activeOptions={{ exact: false, includeSearch: false }}>
						<Icon name={item.icon} size={20} />
						{item.short}
						{item.count === undefined ? null : <ApprovalCount />}
					</Link>
				))}
			<UnstyledButton className={classes.tab} onClick={onPalette}>
				<Icon name="search" size={20} />
				Search
			</UnstyledButton>
			<Menu position="top-end" width={240}>
				<Menu.Target>
					<UnstyledButton className={classes.tab}>
						<Icon name="user-circle" size={20} />
						You
					</UnstyledButton>
				</Menu.Target>
				<Menu.Dropdown>
					<Menu.Label>
						{me.user.email}, {me.tenant.name}, {me.tenant.roleName}
					</Menu.Label>
					{items
						.filter((item) => item.aside === true)
						.map((item) => (
							<Menu.Item key={item.to} component={Link} to={item.to} leftSection={<Icon name={item.icon} />}>
								{item.label}
							</Menu.Item>
						))}
					<Menu.Item component={Link} to="/settings/account" leftSection={<Icon name="user-circle" />}>
						My account
					</Menu.Item>
					<Menu.Item component={Link} to="/settings" leftSection={<Icon name="settings" />}>
						Settings
					</Menu.Item>
					<SchemeItem />
					<OtherCompanies />
					<Menu.Item leftSection={<Icon name="logout" />} onClick={() => logout.mutate()}>
						Sign out
					</Menu.Item>
				</Menu.Dropdown>
			</Menu>
		</nav>
	);
}

/** There is no room for the switcher in the bar. */
function OtherCompanies() {
	const me = useMe();
	const switching = useSwitchCompany();
	return me.memberships
		.filter(({ tenantId }) => tenantId !== me.tenant.tenantId)
		.map(({ tenantId, name }) => (
			<Menu.Item key={tenantId} leftSection={<Icon name="building" />} onClick={() => switching.mutate({ tenantId })}>
				Switch to {name}
			</Menu.Item>
		));
}
