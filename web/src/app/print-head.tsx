// The head of what is printed: whose figures, as of when, in which zone, under which address.
import { fullMomentText } from "../kit/time-text.ts";
import { usePrinting } from "../kit/table/use-printing.ts";
import { useMe, useZone } from "./session.ts";
import classes from "./print-head.module.css";

export function PrintHead() {
	const me = useMe();
	const zone = useZone();
	if (!usePrinting()) return null;
	return (
		<header className={classes.head}>
			<b>{me.tenant.name}</b>
			<span>as of {fullMomentText(new Date().toISOString(), zone)}</span>
			<span>printed by {me.user.email}</span>
			<span>{window.location.host + window.location.pathname}</span>
		</header>
	);
}
