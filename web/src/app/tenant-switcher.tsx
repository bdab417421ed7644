import { Menu, UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Icon } from "../kit/icon.tsx";
import { trpc } from "./api-client.ts";
import { dataKindWords, useEntities, useMe } from "./session.ts";
import classes from "./shell.module.css";

/** The page kind without its ids: "/jobs/123?open=4" → "/jobs". */
export const pageKind = (path: string): string => `/${path.split("/")[1] ?? ""}`;

export function TenantSwitcher() {
	const me = useMe();
	const entity = useEntities()[0];
	const switching = useMutation(
		trpc.auth.switchTenant.mutationOptions({
			onSuccess: (next) => window.location.assign(`${pageKind(window.location.pathname)}?tenant=${next.tenant.tenantId}`),
		}),
	);
	return (
		<Menu position="bottom-start" width={280}>
			<Menu.Target>
				<UnstyledButton className={classes.tenant}>
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
				{me.memberships.map((membership) => (
					<Menu.Item
						key={membership.tenantId}
						onClick={() => switching.mutate({ tenantId: membership.tenantId })}
						rightSection={membership.tenantId === me.tenant.tenantId ? <Icon name="check" /> : null}
						aria-current={membership.tenantId === me.tenant.tenantId || undefined}
					>
						<b className="med">{membership.name}</b>
						<div className="dim small">
							{dataKindWords[membership.dataKind]}, {membership.role}
						</div>
					</Menu.Item>
				))}
			</Menu.Dropdown>
		</Menu>
	);
}
