// What to fix about a connection, in words: the refusal, the failure, the quarantine or the total that is off, the first that holds.
import { counted } from "../../kit/amount.tsx";
import type { ConnectionRow } from "./connection-types.ts";

/** A test was refused after the last run, which is then not what failed. */
export const refusedSince = ({ status, health, lastFailure }: Pick<ConnectionRow, "status" | "health" | "lastFailure">): boolean =>
	health === "failed" && status === "failing" && lastFailure === null;

/** Null: nothing to fix. */
export function alertText(
	connection: Pick<ConnectionRow, "vendor" | "status" | "health" | "lastFailure" | "quarantined" | "tie">,
): { readonly title: string; readonly next: string } | null {
	if (refusedSince(connection))
		return { title: "The vendor refused the credentials", next: "Replace them below, then sync: it goes on from what is saved." };
	// Each sync that fails marks the connection; it answers again only since somebody tried it.
	if (connection.health === "failed" && connection.status === "connected" && connection.vendor !== "files") {
		return {
			title: "The last run failed; the credentials answered when last tried",
			next: `Sync again: it goes on from what is saved.${connection.lastFailure === null ? "" : ` The run said: ${connection.lastFailure}`}`,
		};
	}
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
