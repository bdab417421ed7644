// The report of an erasure, for whoever was given its address: nobody of the company can sign in any more. Until everything is erased it
// says so and looks again by itself.
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { readPaper } from "../../../../../domain/tenancy/lifecycle/signed-paper.ts";
import { reportPath } from "../../../../../domain/tenancy/lifecycle/erasure.ts";
import { counted } from "../../../kit/amount.tsx";
import { buttonClass } from "../../../kit/button.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { EntryFrame } from "../entry/entry-frame.tsx";

/** As `activities/tenancy/sign-erasure.ts` writes it. */
interface ErasureBody {
	readonly company: { readonly name: string };
	readonly erasedAt: string;
	readonly deleted: { readonly tables: readonly { readonly table: string; readonly rows: number }[]; readonly objects: number };
	readonly kept: readonly { readonly table: string; readonly rows: number; readonly until: string | null }[];
	readonly keys: string;
	readonly backups: string;
}

/** null: not there, or not yet. */
async function reportOf(id: string): Promise<ErasureBody | null> {
	const answer = await fetch(reportPath(encodeURIComponent(id)));
	if (answer.status === 404) return null;
	const paper = answer.ok ? readPaper(await answer.text()) : null;
	if (paper === null) throw new Error("the report can't be read");
	return paper.body as unknown as ErasureBody;
}

export function ErasureReportPage() {
	const { reportId } = useParams({ from: "/erasure/$reportId" });
	const query = useQuery({
		queryKey: ["erasure report", reportId],
		queryFn: () => reportOf(reportId),
		refetchInterval: ({ state }) => (state.data === null ? 10_000 : false),
		retry: 1,
	});
	if (query.data) return <Report id={reportId} body={query.data} />;
	if (query.isError)
		return <EntryFrame title="The report can’t be read" notice="Tieout doesn’t answer just now. Open this address again in a moment." />;
	if (query.isPending) return <EntryFrame title="The report of an erasure" />;
	return (
		<EntryFrame
			title="No report here yet"
			lead="It is written when everything is erased, and then stands at this address for whoever has it. Keep the address: once the company is gone, nobody can sign in to find it."
			foot="This page looks again every ten seconds."
		/>
	);
}

function Report({ id, body }: { readonly id: string; readonly body: ErasureBody }) {
	const { company, erasedAt, deleted, kept, keys, backups } = body;
	const lost = deleted.tables.filter(({ rows }) => rows > 0);
	const rows = lost.reduce((sum, table) => sum + table.rows, 0);
	const trail = kept.find(({ table }) => table === "audit_events");
	return (
		<EntryFrame
			title={`${company.name} was erased`}
			lead={`Done ${fullMomentText(erasedAt, "UTC")}: ${counted(rows, "row")} of ${counted(lost.length, "table")} and ${counted(deleted.objects, "stored object")} were deleted. ${keys} ${backups}`}
		>
			<h2 style={{ fontSize: "inherit" }}>What the law keeps</h2>
			<p className="sec">
				The audit trail, without names: {counted(trail?.rows ?? 0, "event")} with their seals
				{trail?.until == null ? "" : `, until ${trail.until.slice(0, 10)}`}. Of the company itself only its id.
			</p>
			<a className={buttonClass({ tone: "primary" })} href={reportPath(id)} download="erasure-report.json">
				<Icon name="download" />
				Download the signed report
			</a>
			<p className="sec">It says this table by table, and is signed. Anybody can check the file on any machine:</p>
			<CodeBlock label="Command that checks the report" text="npm run tieout -- verify report erasure-report.json" />
		</EntryFrame>
	);
}
