// The explorer's rows and, beside them, the totals of everything that matches: the first rows never wait for the totals.
import { useQuery } from "@tanstack/react-query";
import type { RouterInputs } from "../../../../api/app-router.ts";
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { alone, api, trpc } from "../../app/api-client.ts";
import { listOf } from "../../app/url-search.ts";
import { useWindowRows, windowSize } from "../../kit/table/use-window-rows.ts";
import type { ExplorerSearch } from "./explorer-fields.ts";
import type { CanonicalView } from "./row-columns.tsx";

export type ExplorerFilter = RouterInputs["explorer"]["totals"];

export const ownSort = "-ledgerDate";

const several = (text: string | undefined): string[] | undefined => (text === undefined ? undefined : [...listOf(text)]);

export function filterOf(kind: CanonicalKind, search: ExplorerSearch): ExplorerFilter {
	return {
		kind,
		connectionId: search.connection,
		category: several(search.category),
		currency: several(search.currency),
		status: several(search.status),
		account: several(search.account),
		from: search.from,
		to: search.to,
		groupKey: search.group,
		reference: search.reference,
		search: search.q,
		sort: search.sort ?? ownSort,
	};
}

export function useExplorerList(filter: ExplorerFilter, startAt: number) {
	const list = useWindowRows<CanonicalView>({
		key: [...trpc.explorer.rows.pathKey(), { list: filter }],
		startAt,
		fetch: (place, signal) =>
			api.explorer.rows.query({ ...filter, ...place, limit: windowSize, totals: false }, { signal, context: alone }),
	});
	const { sort: _sort, ...matching } = filter;
	const totals = useQuery(trpc.explorer.totals.queryOptions(matching, { trpc: { context: alone }, placeholderData: (before) => before }));
	return { list, totals };
}
