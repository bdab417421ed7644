// The one thing to fix about a connection, said before its figures.
import { Link } from "@tanstack/react-router";
import { counted } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { PanelSection } from "../../kit/panel.tsx";
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
				{connection.lastJobId === null ? null : (
					<Link to="/jobs/$jobId" params={{ jobId: connection.lastJobId }} className={buttonClass({ size: "small" })}>
						Open the run
					</Link>
				)}
			</div>
		</PanelSection>
	);
}

export function alertText(
	connection: Pick<ConnectionRow, "vendor" | "health" | "lastFailure" | "quarantined" | "tie">,
): { readonly title: string; readonly next: string } | null {
	if (connection.health === "failed") {
		return { title: "The last run failed", next: connection.lastFailure ?? "The run says where and why. What was saved before stays." };
	}
	if (connection.quarantined > 0) {
		return {
			title: `${counted(connection.quarantined, "record")} in quarantine`,
			next: `They could not be read and are missing from the totals; each is listed below with its reason. ${
				connection.vendor === "files"
					? "Correct the file and upload it again, read them again, or set them aside."
					: "Correct them at the source and sync again, read them again, or set them aside."
			}`,
		};
	}
	if (connection.tie.differs > 0) {
		return {
			title: `${counted(connection.tie.differs, "control total")} off`,
			next: "Our rows and the source’s own total disagree. Sync again; if it stays, open the run and compare.",
		};
	}
	return null;
}
