// The chain of custody of one canonical row: row, source record, stored page, workflow event; each checked by the API.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { masked, sourcesClosedText } from "../../../../domain/tenancy/policies/masking.ts";
import { trpc } from "../../app/api-client.ts";
import { Amount, countText } from "../../kit/amount.tsx";
import { Custody, type CustodyLink } from "../../kit/custody.tsx";
import { Hash } from "../../kit/hash.tsx";
import { clockText, fullMomentText } from "../../kit/time-text.ts";
import { activityText, streamText } from "../jobs/job-kinds.ts";
import { eventOfActivity } from "./event-of-activity.ts";
import { kindNouns } from "./kinds.ts";

export type CustodyChain = RouterOutputs["explorer"]["custody"];

interface CustodyViewProps {
	readonly custody: CustodyChain;
	readonly zone: string;
	/** The figure the person came from, when it wasn't the row itself. */
	readonly figure?: CustodyLink;
}

export function CustodyView({ custody, zone, figure }: CustodyViewProps) {
	const events = useQuery(trpc.jobs.events.queryOptions({ jobId: custody.event.jobId }, { staleTime: 60_000, retry: false }));
	const eventId = eventOfActivity(events.data ?? [], custody.event.activityId);
	const brokenNote = (link: string): string | null => {
		const check = custody.checks.find((entry) => entry.link === link);
		return check === undefined || check.ok || check.note === sourcesClosedText ? null : check.note;
	};
	const links = [canonicalLink(custody), recordLink(custody, zone), pageLink(custody, zone), eventLink(custody, eventId, zone)].map(
		(link) => ({
			...link,
			broken: brokenNote(link.id),
		}),
	);
	const closed = custody.checks.find(({ note }) => note === sourcesClosedText)?.note;
	return (
		<Custody links={figure === undefined ? links : [figure, ...links]} closed={closed} checkedAt={clockText(custody.checkedAt, zone)} />
	);
}

type Unchecked = Omit<CustodyLink, "broken">;

function canonicalLink({ canonical, checks }: CustodyChain): Unchecked {
	// A masked reference neither names a row nor leads to one.
	const reference = canonical.reference.includes(masked) ? "" : canonical.reference;
	const rowSearch = {
		kind: canonical.kind,
		reference: reference === "" ? undefined : reference,
		open: `${canonical.id}.${canonical.version}`,
		tab: "fields",
	};
	return {
		id: "canonical",
		icon: "table",
		title: (
			<Link to="/explorer" search={rowSearch}>
				Canonical row
			</Link>
		),
		value: <Amount value={canonical.amount} strong withCurrency />,
		text: `${kindNouns[canonical.kind]} ${reference || canonical.naturalKey}. ${checks.find((check) => check.link === "canonical")?.note ?? ""}`,
		meta: [
			<>
				row <Hash value={canonical.id} label="the row’s id" />
			</>,
			`version ${canonical.version}`,
		],
	};
}

function recordLink({ record }: CustodyChain, zone: string): Unchecked {
	return {
		id: "record",
		icon: "database",
		title: (
			<Link to="/records/$recordId" params={{ recordId: record.id }} search={{ version: String(record.version) }}>
				Source record
			</Link>
		),
		text: `${streamText(record.stream)} ${record.naturalKey}`,
		meta: [
			<>
				payload <Hash value={record.payloadSha256} label="the payload’s hash" />
			</>,
			record.version === 1 ? "seen unchanged since" : `version ${record.version}, seen`,
			fullMomentText(record.seenAt, zone),
		],
	};
}

function pageLink({ page, record }: CustodyChain, zone: string): Unchecked {
	return {
		id: "page",
		icon: "file-code",
		title: (
			<Link to="/pages/$pageId" params={{ pageId: page.id }} search={{ index: String(page.index) }}>
				API page {countText(page.pageNo)}, row {countText(page.index + 1)}
			</Link>
		),
		text: `${page.method} ${page.target.split("?")[0] ?? page.target}, ${countText(page.rowCount)} rows of ${streamText(record.stream)}, ${page.status}`,
		meta: [
			<>
				page <Hash value={page.sha256} label="the page’s hash" />
			</>,
			fullMomentText(page.receivedAt, zone),
		],
	};
}

function eventLink({ event }: CustodyChain, eventId: string | null, zone: string): Unchecked {
	return {
		id: "event",
		icon: "player-play",
		title:
			eventId === null ? (
				<Link to="/jobs/$jobId" params={{ jobId: event.jobId }} search={{ step: event.activityId }}>
					Workflow step
				</Link>
			) : (
				<Link to="/jobs/$jobId/events/$eventId" params={{ jobId: event.jobId, eventId }}>
					Workflow event {eventId}
				</Link>
			),
		text: `${event.jobTitle}, activity “${activityText(event.activityType ?? "read pages")}”, try ${event.attempt}`,
		meta: [
			event.startedAt === null ? "" : fullMomentText(event.startedAt, zone),
			<Link key="run" to="/jobs/$jobId" params={{ jobId: event.jobId }} search={{ step: event.activityId }}>
				Open the run
			</Link>,
		],
	};
}
