// The one thing to fix about a connection, said before its figures.
import { Link } from "@tanstack/react-router";
import { buttonClass } from "../../kit/button.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { alertText, refusedSince } from "./alert-text.ts";
import type { ConnectionRow } from "./connection-types.ts";
import classes from "./connections.module.css";

export function ConnectionAlert({ connection }: { readonly connection: ConnectionRow }) {
	const text = alertText(connection);
	if (text === null) return null;
	return (
		<PanelSection>
			<div className={classes.alert} data-tone={connection.health === "failed" ? "fail" : "wait"}>
				<b>{text.title}</b>
				<p>{text.next}</p>
				{connection.lastJobId === null || refusedSince(connection) ? null : (
					<Link to="/jobs/$jobId" params={{ jobId: connection.lastJobId }} className={buttonClass({ size: "small" })}>
						Open the run
					</Link>
				)}
			</div>
		</PanelSection>
	);
}
