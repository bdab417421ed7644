import { Menu, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Icon } from "../kit/icon.tsx";
import { useMe } from "./session.ts";
import { useSignOut } from "./sign-out.ts";
import classes from "./shell.module.css";

export function PersonMenu() {
	const me = useMe();
	const logout = useSignOut();
	return (
		<Menu position="top-start" width={220}>
			<Menu.Target>
				<UnstyledButton className={classes.item} title={me.user.email}>
					<Icon name="user-circle" />
					<span className={`${classes.label} trunc`}>{me.user.email}</span>
				</UnstyledButton>
			</Menu.Target>
			<Menu.Dropdown>
				<Menu.Label>
					{me.user.name}, {me.tenant.roleName}
				</Menu.Label>
				<Menu.Item component={Link} to="/settings/account" leftSection={<Icon name="user-circle" />}>
					My account
				</Menu.Item>
				<Menu.Item component={Link} to="/settings/sessions" leftSection={<Icon name="key" />}>
					My sessions
				</Menu.Item>
				{me.permissions.includes("roles.read") ? (
					<Menu.Item component={Link} to="/settings/roles" leftSection={<Icon name="eye" />}>
						View as another role
					</Menu.Item>
				) : null}
				<Menu.Item leftSection={<Icon name="logout" />} onClick={() => logout.mutate()}>
					Sign out
				</Menu.Item>
			</Menu.Dropdown>
		</Menu>
	);
}
