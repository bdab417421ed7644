// The three groups of a replay's diff, each read window by window when it is opened.
import { useState } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import type { DiffGroup } from "./replay-diff.tsx";

type Group = RouterInputs["replays"]["diff"]["group"];
type Diff = RouterOutputs["replays"]["diff"];

export const groupTitles: Readonly<Record<Group, string>> = { matches: "Matches", exceptions: "Exceptions", records: "Records" };

export function useDiffGroup(jobId: string, group: Group, ready: boolean): DiffGroup {
	const [open, setOpen] = useState(true);
	const list = useKeysetRows<Diff["rows"][number], Diff>({
		key: [...trpc.replays.diff.pathKey(), { list: { jobId, group } }],
		fetch: (after, signal) => api.replays.diff.query({ jobId, group, cursor: after }, { signal }),
		enabled: ready,
	});
	return {
		name: group,
		title: groupTitles[group],
		total: list.first?.total ?? 0,
		rows: list.rows,
		open,
		onOpen: setOpen,
		hasMore: list.hasMore,
		loading: list.loading || list.fetchingMore,
		more: list.more,
	};
}
