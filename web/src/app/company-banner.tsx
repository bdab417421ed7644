// Above every page while the company or the session is not as usual: looking through another role, suspended, or closing. Nothing can
// be changed then, and the page says so before somebody tries.
import { useMutation } from "@tanstack/react-query";
import { Button } from "../kit/button.tsx";
import { failureOf } from "../kit/failure.ts";
import { Icon } from "../kit/icon.tsx";
import { trpc } from "./api-client.ts";
import { type Me, useMe } from "./session.ts";
import classes from "./company-banner.module.css";

export function CompanyBanner() {
	const me = useMe();
	if (me.viewing !== null) return <Viewing viewing={me.viewing} />;
	if (me.status === "active") return null;
	return (
		<div className={classes.banner} role="status">
			<Icon name="lock" />
			<span className="grow">
				{me.status === "suspended" ? (
					<>
						<b>{me.tenant.name} is suspended.</b> Everything can be read and exported, nothing changed. Whoever runs this platform can say
						why.
					</>
				) : (
					<>
						<b>{me.tenant.name} is being erased.</b> Everything can be read until then, nothing changed.
					</>
				)}
			</span>
		</div>
	);
}

function Viewing({ viewing: { name, draft, role } }: { readonly viewing: NonNullable<Me["viewing"]> }) {
	// A full load, so that nothing that the other role saw is left on the page.
	const stop = useMutation(trpc.roles.stopViewing.mutationOptions());
	const backTo = (go: () => void): void => stop.mutate(undefined, { onSuccess: go });
	return (
		<div className={classes.banner} role="status" aria-label="View as another role">
			<Icon name="eye" />
			<span className="grow">
				<b>
					You view as {name}
					{draft ? " (draft)" : ""}.
				</b>{" "}
				Shown is what both that role and your own may see; nothing can be changed.
				{stop.error === null ? null : ` ${failureOf(stop.error).sentence}`}
			</span>
			<Button
				size="small"
				tone="quiet"
				disabled={stop.isPending}
				onClick={() => backTo(() => window.location.assign(`/settings/roles/${role}`))}
			>
				Back to the page of this role
			</Button>
			<Button size="small" busy={stop.isPending} onClick={() => backTo(() => window.location.reload())}>
				Back to your own role
			</Button>
		</div>
	);
}
