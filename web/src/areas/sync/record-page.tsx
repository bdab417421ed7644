// A source record in all its versions: the text as the source wrote it, and what was made from it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { countText, spokenAmount } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { CodeBlock } from "../../kit/code-block.tsx";
import { FactsRow } from "../../kit/facts-row.tsx";
import { Icon } from "../../kit/icon.tsx";
import { Hash } from "../../kit/hash.tsx";
import { PageHead, TopBar } from "../../kit/page.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../kit/states.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import { formatRecord } from "./format-record.ts";
import { kindNouns } from "./kinds.ts";
import classes from "./stored-page.module.css";

const route = getRouteApi("/shell/records/$recordId");

export function RecordPage() {
	const { recordId } = route.useParams();
	const { version } = route.useSearch();
	const zone = useZone();
	const query = useQuery(
		trpc.explorer.record.queryOptions({ id: recordId, ...(version === undefined ? {} : { version: Number(version) }) }),
	);
	if (query.data === undefined) {
		return (
			<>
				<TopBar crumbs={[{ label: "Explorer", to: "/explorer" }, { label: "Source record" }]} />
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</>
		);
	}
	const record = query.data;
	const shown = record.versions.find((entry) => entry.version === record.version);
	return (
		<>
			<TopBar crumbs={[{ label: "Explorer", to: "/explorer" }, { label: record.connectionName }, { label: record.naturalKey }]} />
			<PageHead
				title={record.naturalKey}
				before={
					record.check.ok ? (
						<WordChip word="Hash agrees" icon="shield-check" tone="ok" />
					) : (
						<WordChip word="Hash differs" icon="alert-triangle" tone="fail" />
					)
				}
				beside={<span className="sec desk">{streamText(record.stream)}</span>}
			>
				<Link to="/jobs/touching" search={{ record: record.naturalKey, connection: record.connectionId }} className={buttonClass({})}>
					<Icon name="history" />
					Which jobs touched it
				</Link>
			</PageHead>
			<FactsRow
				facts={[
					{ label: "Version", value: `${countText(record.version)} of ${countText(record.versions.length)}` },
					{ label: "Seen", value: shown === undefined ? "not known" : fullMomentText(shown.seenAt, zone) },
					{ label: "Payload", value: shown === undefined ? "not known" : <Hash value={shown.payloadSha256} label="the payload’s hash" /> },
					{ label: "API page", value: shown === undefined ? "not known" : <PageOfRecord pageId={shown.pageId} index={shown.pageIndex} /> },
				]}
			/>
			<div className={classes.body}>
				<section className={classes.text} aria-label="Record">
					<h2 className={classes.title}>The record, laid out for reading</h2>
					{record.text === null ? (
						<EmptyState title="The record can’t be shown">{record.check.note}</EmptyState>
					) : (
						<CodeBlock fill label="Record" text={formatRecord(record.text)} />
					)}
				</section>
				<aside className={classes.side} aria-label="What was made from it" tabIndex={0}>
					<PanelSection title="Canonical rows made from it">
						{record.rows.length === 0 ? (
							<p className="sec">None: an opening or closing line, or a kind that nothing is made from.</p>
						) : null}
						<ul>
							{record.rows.map((row) => (
								<li key={row.id}>
									<Link to="/explorer" search={{ kind: row.kind, open: `${row.id}.${row.version}`, tab: "fields" }}>
										{kindNouns[row.kind]} {row.reference || row.naturalKey}, {spokenAmount(row.amount)}
									</Link>
								</li>
							))}
						</ul>
					</PanelSection>
					<PanelSection title="Versions">
						<ul>
							{record.versions.map((entry) => (
								<li key={entry.version} className="row">
									<Link to="/records/$recordId" params={{ recordId }} search={{ version: String(entry.version) }}>
										Version {entry.version}
									</Link>
									<span className="dim">{fullMomentText(entry.seenAt, zone)}</span>
								</li>
							))}
						</ul>
					</PanelSection>
				</aside>
			</div>
		</>
	);
}

function PageOfRecord({ pageId, index }: { readonly pageId: string; readonly index: number }) {
	return (
		<Link to="/pages/$pageId" params={{ pageId }} search={{ index: String(index) }}>
			row {countText(index + 1)}
		</Link>
	);
}
