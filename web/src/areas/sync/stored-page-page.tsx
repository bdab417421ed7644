// A response as it was received: the request without secrets, the headers, the bytes, the record in question marked.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { CodeBlock } from "../../kit/code-block.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { Hash } from "../../kit/hash.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { FactList, PanelSection } from "../../kit/panel.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import { sizeText } from "../../kit/size-text.ts";
import classes from "./stored-page.module.css";

const route = getRouteApi("/shell/pages/$pageId");

type StoredPage = RouterOutputs["explorer"]["page"];

const kindWords = { page: "Page", refusal: "Refusal", total: "Control total", reprocess: "Processed again" } as const;

const titleOf = (page: StoredPage): string =>
	page.kind === "page"
		? `${streamText(page.stream)}, page ${countText(page.pageNo)}`
		: `${kindWords[page.kind]}, ${streamText(page.stream)}`;

export function StoredPagePage() {
	const { pageId } = route.useParams();
	const { index } = route.useSearch();
	const zone = useZone();
	const query = useQuery(
		trpc.explorer.page.queryOptions({ id: pageId, ...(index === undefined ? {} : { index: Number(index) }) }, { staleTime: Infinity }),
	);
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={[{ label: "Explorer", to: "/explorer" }, { label: "API page" }]} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const page = query.data;
	const title = titleOf(page);
	return (
		<>
			<TopBar crumbs={[{ label: "Explorer", to: "/explorer" }, { label: page.connectionName }, { label: title }]} />
			<PageHead
				title={title.charAt(0).toUpperCase() + title.slice(1)}
				before={
					page.check.ok ? (
						<WordChip word="Hash agrees" icon="shield-check" tone="ok" />
					) : (
						<WordChip word="Hash differs" icon="alert-triangle" tone="fail" />
					)
				}
				beside={
					<span className="sec desk">
						{index === undefined ? page.connectionName : `row ${countText(Number(index) + 1)} of ${countText(page.rowCount)}`}
					</span>
				}
			/>
			<FactsRow
				facts={[
					{ label: "Received", value: fullMomentText(page.response.receivedAt, zone) },
					{ label: "Answer", value: String(page.response.status) },
					{ label: "Rows", value: countText(page.rowCount) },
					{ label: "Size", value: sizeText(page.sizeBytes) },
					{ label: "SHA-256", value: <Hash value={page.sha256} label="the page’s hash" /> },
					{ label: "Fetched by", value: <RunLink page={page} /> },
				]}
			/>
			<div className={classes.body}>
				<section className={classes.text} aria-label="Body">
					<h2 className={classes.title}>Body as received</h2>
					{page.body === null ? (
						<EmptyState title="The stored bytes can’t be shown">{page.check.note}</EmptyState>
					) : (
						<>
							{page.body.totalChars > page.body.text.length ? (
								<p className={classes.cut}>
									{countText(page.body.text.length)} of {counted(page.body.totalChars, "character")}, around the marked record.
								</p>
							) : null}
							<CodeBlock
								fill
								label="Body"
								text={page.body.text}
								mark={page.body.highlight === null ? null : { from: page.body.highlight.start, to: page.body.highlight.end }}
							/>
						</>
					)}
				</section>
				<aside className={classes.side} aria-label="Request and headers" tabIndex={0}>
					<PanelSection title="Request, without secrets">
						<p className="mono wrap-any">
							{page.request.method} {page.request.target}
						</p>
						{page.request.body === "" ? null : <CodeBlock label="Request body" text={page.request.body} />}
					</PanelSection>
					<PanelSection title="Response headers">
						<FactList
							facts={Object.entries(page.response.headers).map(([name, value]) => ({
								label: name,
								value: <span className="mono">{value}</span>,
							}))}
						/>
					</PanelSection>
					<PanelSection title="Where it belongs">
						<FactList
							facts={[
								{ label: "Connection", value: page.connectionName },
								{ label: "Sequence", value: page.seq === null ? "none: not a page of rows" : countText(page.seq) },
								{ label: "Try", value: countText(page.attempt) },
								{ label: "Workflow", value: <span className="mono">{page.workflowId}</span> },
								{ label: "Check", value: page.check.note },
							]}
						/>
					</PanelSection>
				</aside>
			</div>
		</>
	);
}

function RunLink({ page }: { readonly page: StoredPage }) {
	return (
		<Link to="/jobs/$jobId" params={{ jobId: page.jobId }} search={{ step: page.activityId }}>
			the run, try {page.attempt}
		</Link>
	);
}
