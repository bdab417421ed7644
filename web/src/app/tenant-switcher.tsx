// The company that is worked in, and the way to another one. Switching keeps the kind of page and drops its ids.
import { Menu, TextInput, UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useLayoutEffect, useState } from "react";
import { failureOf } from "../kit/failure.ts";
import { Icon } from "../kit/icon.tsx";
import { tell } from "../kit/notices.ts";
import { queryClient, trpc } from "./api-client.ts";
import { goTo } from "./go-to.ts";
import { fits } from "./palette/palette-items.ts";
import { dataKindWords, type Me, meQuery, useEntities, useMe } from "./session.ts";
import classes from "./shell.module.css";

/** The page kind without its ids: "/jobs/123?open=4" → "/jobs"; a section of Settings stays that section. */
export const pageKind = (path: string): string => {
	const [, first = "", second = ""] = path.split("/");
	return first === "settings" && second !== "" ? `/settings/${second}` : `/${first}`;
};

/** From here on the list can be searched. */
const many = 6;

/** The company of now first, the others by name as the server gives them; only those whose name fits. */
export function companiesFor({ memberships, tenant }: Pick<Me, "memberships" | "tenant">, text: string): Me["memberships"] {
	const here = memberships.filter(({ tenantId }) => tenantId === tenant.tenantId);
	const others = memberships.filter(({ tenantId }) => tenantId !== tenant.tenantId);
	return [...here, ...others].filter(({ name }) => fits(name, text.trim()));
}

/** Moves the session to another company and opens the same kind of page there. */
export function useSwitchCompany() {
	return useMutation(
		trpc.auth.switchTenant.mutationOptions({
			onSuccess: (next) => goTo(`${pageKind(window.location.pathname)}?tenant=${next.tenant.tenantId}`),
			onError: (error) => tell({ sentence: failureOf(error).sentence }),
		}),
	);
}

const readAgain = (): void => void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });

export function TenantSwitcher() {
	const me = useMe();
	const entity = useEntities()[0];
	const switching = useSwitchCompany();
	const [opened, setOpened] = useState(false);
	const [text, setText] = useState("");
	useLayoutEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.key.toLowerCase() !== "o" || !event.shiftKey || !(event.metaKey || event.ctrlKey) || event.altKey) return;
			event.preventDefault();
			setOpened(true);
			readAgain();
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
	const companies = companiesFor(me, text);
	return (
		<Menu
			position="bottom-start"
			width={280}
			opened={opened}
			onChange={(next) => {
				setOpened(next);
				setText("");
				// Another company may have taken the person in since; no event of this one tells.
				if (next) readAgain();
			}}
		>
			<Menu.Target>
				<UnstyledButton className={classes.tenant} title="Switch company (Ctrl Shift O)">
					<span className={classes.mark}>
						<Icon name="equal" stroke={2.25} />
					</span>
					<span className={`${classes.label} grow`}>
						<b className="trunc">{me.tenant.name}</b>
						<small className="trunc">
							{dataKindWords[me.tenant.dataKind]}
							{entity === undefined ? "" : ` · ${entity.name}`}
						</small>
					</span>
					<span className="vh">Switch company</span>
					<span className={classes.label}>
						<Icon name="selector" />
					</span>
				</UnstyledButton>
			</Menu.Target>
			<Menu.Dropdown>
				<Menu.Label>Companies</Menu.Label>
				{me.memberships.length > many ? (
					<TextInput
						m={4}
						aria-label="Search companies"
						placeholder="Search companies"
						data-autofocus
						value={text}
						onChange={(event) => setText(event.currentTarget.value)}
					/>
				) : null}
				{companies.length === 0 ? <Menu.Label>No company of yours is called this</Menu.Label> : null}
				{companies.map((membership) => (
					<Menu.Item
						key={membership.tenantId}
						onClick={() => switching.mutate({ tenantId: membership.tenantId })}
						rightSection={membership.tenantId === me.tenant.tenantId ? <Icon name="check" /> : null}
						aria-current={membership.tenantId === me.tenant.tenantId || undefined}
					>
						<b className="med">{membership.name}</b>
						<div className="dim small">
							{dataKindWords[membership.dataKind]}, {membership.roleName}
						</div>
					</Menu.Item>
				))}
			</Menu.Dropdown>
		</Menu>
	);
}
