// A large file is looked at by a job: how far it is, with the way to the job.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { sizeText } from "../../kit/size-text.ts";
import type { FilePageData } from "./file-words.ts";

export function FileProgress({ file }: { readonly file: FilePageData["file"] }) {
	const jobId = file.inspectJobId;
	const job = useQuery(trpc.jobs.get.queryOptions({ jobId: jobId ?? "" }, { enabled: jobId !== null, refetchInterval: 1_500 }));
	const read = job.data?.progress?.streams.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
	return (
		<EmptyState
			title="Tieout is looking at this file"
			action={
				jobId === null ? null : (
					<Link to="/jobs/$jobId" params={{ jobId }}>
						Open the job
					</Link>
				)
			}
		>
			<span role="status" aria-live="polite">
				{read === 0 ? `${sizeText(file.sizeBytes)} are read once from front to back.` : `${counted(read, "row")} read so far.`} You can
				leave this page: the job goes on.
			</span>
		</EmptyState>
	);
}
