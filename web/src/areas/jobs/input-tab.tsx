import type { JobDetail } from "./job-page.tsx";
import { prettyJson } from "./json-text.ts";
import { Hash } from "../../kit/hash.tsx";
import { FactList, PanelSection } from "../../kit/panel.tsx";
import { CodeBlock } from "../../kit/code-block.tsx";

export function InputTab({ job }: { readonly job: JobDetail }) {
	return (
		<div className="fill" style={{ overflow: "auto" }} tabIndex={0} role="group" aria-label="Input and output">
			<h2 className="vh">Input and output</h2>
			<PanelSection title="Ids">
				<FactList
					facts={[
						{ label: "Job", value: <Hash value={job.id} label="the job id" /> },
						{ label: "Workflow", value: <span className="mono">{job.workflowId}</span> },
						{ label: "Run", value: job.runId === null ? "not started" : <Hash value={job.runId} label="the run id" /> },
						{ label: "Correlation", value: <Hash value={job.correlationId} label="the correlation id" /> },
					]}
				/>
			</PanelSection>
			<PanelSection title="Input">
				<CodeBlock text={prettyJson(job.input)} />
			</PanelSection>
			<PanelSection title="Result">
				{job.result === null ? <p className="sec">None yet.</p> : <CodeBlock text={prettyJson(job.result)} />}
			</PanelSection>
		</div>
	);
}
