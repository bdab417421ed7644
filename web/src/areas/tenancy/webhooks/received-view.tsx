// What vendors sent to this company's connections, newest first: what each message told of, and what came of it.
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { useNow } from "../../../app/now.ts";
import { Button } from "../../../kit/button.tsx";
import { ListBar } from "../../../kit/list-bar.tsx";
import { ListCount } from "../../../kit/list-count.tsx";
import { FootBar, Split } from "../../../kit/page.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../../kit/time-text.ts";
import { HookSecretLink } from "../../sync/hook-secret-link.tsx";
import { isId, type WebhookViewProps } from "./webhook-search.ts";
import { receivedColumns } from "./received-columns.tsx";
import { ReceivedPanel } from "./received-panel.tsx";
import { RefusedNotices } from "./refused-notices.tsx";
import { type Received, receivedWords, type WebhookSource } from "./webhook-words.ts";

const isState = (text: string | undefined): text is Received["state"] => text !== undefined && text in receivedWords;

export function ReceivedView({ search, set, zone }: WebhookViewProps) {
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const sources = useQuery(trpc.webhooks.sources.queryOptions()).data ?? [];
	const input = {
		...(search.connection !== undefined && isId.test(search.connection) ? { connectionId: search.connection } : {}),
		...(isState(search.state) ? { state: search.state } : {}),
	};
	const list = useKeysetRows<Received, RouterOutputs["webhooks"]["received"]>({
		key: [...trpc.webhooks.received.pathKey(), { list: input }],
		fetch: (after, signal) => api.webhooks.received.query({ ...input, after }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => receivedColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = list.rows.find(({ id }) => id === search.open);
	const clear = (): void => set({ connection: undefined, state: undefined });
	return (
		<Split
			width={420}
			panel={
				open === undefined ? null : (
					<ReceivedPanel key={open.id} received={open} zone={zone} takeFocus={byKeyboard} onClose={() => set({ open: undefined }, true)} />
				)
			}
		>
			<ListBar
				filters={[
					{
						id: "connection",
						label: "Connection",
						value: search.connection,
						options: sources.map(({ connectionId, name }) => ({ value: connectionId, label: name })),
						onChange: (connection) => set({ connection }),
					},
					{
						id: "state",
						label: "State",
						value: search.state,
						options: Object.entries(receivedWords).map(([value, { word }]) => ({ value, label: word })),
						onChange: (state) => set({ state }),
					},
				]}
				onClear={clear}
			/>
			<RefusedNotices sources={sources} zone={zone} now={now} />
			<DataTable
				label="Received"
				memory={`received ${JSON.stringify(input)}`}
				columns={columns}
				narrow={open !== undefined}
				rows={list.rows}
				idOf={(row) => row.id}
				height={36}
				total={list.first?.total ?? null}
				openId={search.open ?? null}
				onOpen={(row, by) => {
					setByKeyboard(by === "keyboard");
					set({ open: row?.id }, true);
				}}
				{...readingOf(list)}
				empty={
					Object.keys(input).length > 0 ? (
						<EmptyState title="Nothing matches" action={<Button onClick={clear}>Drop the filters</Button>}>
							No webhook that came in is like this.
						</EmptyState>
					) : (
						<NothingReceived sources={sources} />
					)
				}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="webhook" after=" received" />
				<span className="grow" />
				<span className="dim desk">Times {zoneText(zone, now)}</span>
			</FootBar>
		</Split>
	);
}

function NothingReceived({ sources }: { readonly sources: readonly WebhookSource[] }) {
	return (
		<EmptyState title="No vendor has told us anything yet">
			{sources.length === 0 ? (
				"No connection of this company takes webhooks. Syncs read what is new by their schedule."
			) : (
				<>
					A vendor that sends its events here has them read back at once, beside the syncs. Enter the address at the vendor, and on the
					connection’s page the signing secret that the vendor shows for it.
					{sources.map(({ connectionId, name, path }) => (
						<span key={connectionId} style={{ display: "block", marginTop: 8 }}>
							{name}:{" "}
							<span className="mono" style={{ overflowWrap: "anywhere", userSelect: "all" }}>
								{window.location.origin}
								{path}
							</span>
							<span style={{ display: "block" }}>
								<HookSecretLink connectionId={connectionId} name={name} />
							</span>
						</span>
					))}
				</>
			)}
		</EmptyState>
	);
}
