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
				{connection.lastJobId === null || refusedSince(connection) ? null : (
					<Link to="/jobs/$jobId" params={{ jobId: connection.lastJobId }} className={buttonClass({ size: "small" })}>
						Open the run
					</Link>
				)}
			</div>
		</PanelSection>
	);
}

/** A test was refused after the last run, which is then not what failed. */
const refusedSince = ({ status, health, lastFailure }: Pick<ConnectionRow, "status" | "health" | "lastFailure">): boolean =>
	health === "failed" && status === "failing" && lastFailure === null;

export function alertText(
	connection: Pick<ConnectionRow, "vendor" | "status" | "health" | "lastFailure" | "quarantined" | "tie">,
): { readonly title: string; readonly next: string } | null {
	if (refusedSince(connection))
		return { title: "The vendor refused the credentials", next: "Replace them below, then sync: it goes on from what is saved." };
	if (connection.health === "failed") {
		return { title: "The last run failed", next: connection.lastFailure ?? "The run says where and why. What was saved before stays." };
	}
	if (connection.quarantined > 0) {
		return {
			title: `${counted(connection.quarantined, "record")} in quarantine`,
			next: `They could not be read as they are now; what was read of them before stays. Each is listed below with its reason. ${
				connection.vendor === "files"
					? "Correct the file and upload it again, read them again, or set them aside."
					: "Correct them at the source and fetch them again, or set them aside."
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
