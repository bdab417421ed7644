// The explanation of a run that needs attention, from the failure table by its code.
import { Link } from "@tanstack/react-router";
import { buttonClass } from "../../kit/button.tsx";
import { ExplanationCard } from "../../kit/explanation-card.tsx";
import type { JobDetail } from "./job-page.tsx";
import { textAt } from "./json-text.ts";

export function JobExplanation({ job }: { readonly job: JobDetail }) {
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
						<Link to="/connections" search={{ open: connectionId }} className={buttonClass({ size: "small" })}>
							Open the connection
						</Link>
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
