// What the run said about itself, line by line: facts from an allow-list, never a payload or a secret.
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { listOf, textOfList } from "../../app/url-search.ts";
import { countText } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { FilterChip, SearchField } from "../../kit/filter-chips.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, Toolbar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import type { JobDetail } from "./job-page.tsx";
import { type LogLevel, logColumns, type LogRow, logLevels, logWords } from "./logs-columns.tsx";

type Logs = RouterOutputs["jobs"]["logs"];

export interface LogSearch {
	readonly levels?: string;
	readonly try?: string;
	readonly q?: string;
}

interface LogsTabProps {
	readonly job: JobDetail;
	readonly zone: string;
	readonly now: string;
	readonly search: LogSearch;
	readonly onSearch: (search: LogSearch) => void;
}

const isLevel = (text: string): text is LogLevel => logLevels.some((level) => level === text);

export function LogsTab({ job, zone, now, search, onSearch }: LogsTabProps) {
	const levels = listOf(search.levels).filter(isLevel);
	const attempt = search.try === undefined || !/^\d{1,4}$/.test(search.try) ? undefined : Number(search.try);
	const input = { jobId: job.id, levels, attempt, search: search.q };
	const list = useKeysetRows<LogRow, Logs>({
		key: [...trpc.jobs.logs.pathKey(), { list: input }],
		fetch: (after, signal) => api.jobs.logs.query({ ...input, after, limit: 200 }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => logColumns(job.id, zone, `${minute}:00Z`), [job.id, zone, minute]);
	const tries = Math.max(1, ...job.attempts.map((each) => each.attempt));
	const filtered = search.levels !== undefined || search.try !== undefined || search.q !== undefined;
	const counts = list.first?.counts;
	const clear = (): void => onSearch({ levels: undefined, try: undefined, q: undefined });
	return (
		<>
			<Toolbar label="Search and filters">
				<SearchField label="Search the messages" value={search.q} onChange={(q) => onSearch({ q })} />
				<span className="row wrap" role="group" aria-label="Levels">
					{logLevels.map((level) => (
						<Button
							key={level}
							size="small"
							tone={levels.includes(level) ? "plain" : "quiet"}
							aria-pressed={levels.includes(level)}
							onClick={() =>
								onSearch({
									levels: textOfList(levels.includes(level) ? levels.filter((each) => each !== level) : [...levels, level]),
								})
							}
						>
							{logWords[level].word} <span className="dim num">{counts === undefined ? "" : countText(counts[level])}</span>
						</Button>
					))}
				</span>
				{tries > 1 ? (
					<FilterChip
						label="Try"
						value={search.try}
						options={Array.from({ length: tries }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }))}
						onChange={(value) => onSearch({ try: value })}
					/>
				) : null}
				{filtered ? (
					<Button size="small" tone="quiet" onClick={clear}>
						Clear
					</Button>
				) : null}
			</Toolbar>
			<DataTable
				label="Log of the run"
				memory={`logs ${JSON.stringify(input)}`}
				columns={columns}
				rows={list.rows}
				idOf={(row) => row.id}
				height={28}
				total={list.first?.total ?? null}
				{...readingOf(list)}
				empty={
					filtered ? (
						<EmptyState title="No line matches" action={<Button onClick={clear}>Show every line</Button>}>
							Choose another level or try, or search for another word.
						</EmptyState>
					) : (
						<EmptyState title="No log yet">A run writes here when it waits, tries again, refuses a record or ends a stream.</EmptyState>
					)
				}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="line" />
			</FootBar>
		</>
	);
}
