// The explanation of a run that needs attention, from the failure table by its code.
import { Link } from "@tanstack/react-router";
import { useMay } from "../../app/session.ts";
import { buttonClass } from "../../kit/button.tsx";
import { ExplanationCard } from "../../kit/explanation-card.tsx";
import { CredentialsLink } from "../sync/credentials-link.tsx";
import type { JobDetail } from "./job-page.tsx";
import { textAt } from "./json-text.ts";

/** Failures that new credentials mend. */
const replaceable: ReadonlySet<string> = new Set([
	"VENDOR_AUTH",
	"VENDOR_FORBIDDEN",
	"CREDENTIALS_MISSING",
	"CREDENTIALS_UNREADABLE",
	"SECRET_UNREADABLE",
]);

export function JobExplanation({ job }: { readonly job: JobDetail }) {
	const mayGather = useMay("incidents.manage");
	const text = job.explanation;
	if (text === null) return null;
	const connectionId = textAt(job.input, "connectionId");
	const quarantined = Number(job.result?.["quarantined"] ?? 0);
	return (
		<ExplanationCard
			title={text.title}
			retry={text.retry}
			tone={job.status === "check" ? "wait" : "fail"}
			happened={text.happened}
			safe={text.safe}
			next={text.next}
			actions={
				connectionId === null ? undefined : (
					<>
						{replaceable.has(job.failureCode ?? "") ? <CredentialsLink connectionId={connectionId} /> : null}
						<Link to="/connections" search={{ open: connectionId }} className={buttonClass({ size: "small" })}>
							Open the connection
						</Link>
						{job.failureCode !== null && mayGather ? (
							<Link to="/incidents/new" search={{ code: job.failureCode }} className={buttonClass({ size: "small", tone: "quiet" })}>
								Runs with this cause
							</Link>
						) : null}
						{quarantined > 0 ? (
							<Link to="/quarantine" search={{ connection: connectionId }} className={buttonClass({ size: "small" })}>
								See the records
							</Link>
						) : null}
					</>
				)
			}
		/>
	);
}
