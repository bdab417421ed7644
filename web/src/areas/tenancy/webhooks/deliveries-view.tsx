// Every event that was or is to be delivered, newest first.
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
import { deliveryColumns } from "./delivery-columns.tsx";
import { DeliveryPanel } from "./delivery-panel.tsx";
import { isId, type WebhookViewProps } from "./webhook-search.ts";
import { type Delivery, deliveryWords, topicChoices } from "./webhook-words.ts";

const isState = (text: string | undefined): text is Delivery["status"] => text !== undefined && text in deliveryWords;

export function DeliveriesView({ search, set, zone }: WebhookViewProps) {
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const endpoints = useQuery(trpc.webhooks.list.queryOptions()).data ?? [];
	const input = {
		...(search.endpoint !== undefined && isId.test(search.endpoint) ? { endpointId: search.endpoint } : {}),
		...(isState(search.state) ? { status: search.state } : {}),
		...(search.topic === undefined ? {} : { topic: search.topic }),
	};
	const list = useKeysetRows<Delivery, RouterOutputs["webhooks"]["deliveries"]>({
		key: [...trpc.webhooks.deliveries.pathKey(), { list: input }],
		fetch: (after, signal) => api.webhooks.deliveries.query({ ...input, after }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => deliveryColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = list.rows.find(({ id }) => id === search.open);
	const filtered = Object.keys(input).length > 0;
	const clear = (): void => set({ endpoint: undefined, state: undefined, topic: undefined });
	return (
		<Split
			width={420}
			panel={
				open === undefined ? null : (
					<DeliveryPanel
						key={open.id}
						delivery={open}
						zone={zone}
						now={now}
						takeFocus={byKeyboard}
						onClose={() => set({ open: undefined }, true)}
					/>
				)
			}
		>
			<ListBar
				filters={[
					{
						id: "endpoint",
						label: "Endpoint",
						value: search.endpoint,
						options: endpoints.map(({ id, name }) => ({ value: id, label: name })),
						onChange: (endpoint) => set({ endpoint }),
					},
					{
						id: "state",
						label: "State",
						value: search.state,
						options: Object.entries(deliveryWords).map(([value, { word }]) => ({ value, label: word })),
						onChange: (state) => set({ state }),
					},
					{
						id: "topic",
						label: "Event",
						value: search.topic,
						options: topicChoices.map(({ topic }) => ({ value: topic, label: topic })),
						onChange: (topic) => set({ topic }),
					},
				]}
				onClear={clear}
			/>
			<DataTable
				label="Deliveries"
				memory={`deliveries ${JSON.stringify(input)}`}
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
					filtered ? (
						<EmptyState title="Nothing matches" action={<Button onClick={clear}>Drop the filters</Button>}>
							No delivery is like this.
						</EmptyState>
					) : (
						<EmptyState title="Nothing was sent yet">Every event that an endpoint is told of stands here, with each try.</EmptyState>
					)
				}
			/>
			<FootBar>
				<ListCount total={list.first?.total} one="delivery" many="deliveries" />
				<span className="grow" />
				<span className="dim desk">Times {zoneText(zone, now)}</span>
			</FootBar>
		</Split>
	);
}
