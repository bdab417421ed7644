// One delivery: what is sent, byte for byte, how each try ended, and sending it again.
import { useMutation, useQuery } from "@tanstack/react-query";
import { trpc } from "../../../app/api-client.ts";
import { useMe } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { IdText } from "../../../kit/id-text.tsx";
import { tell } from "../../../kit/notices.ts";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { durationText, fullMomentText } from "../../../kit/time-text.ts";
import { outcomeText } from "./delivery-columns.tsx";
import { type Delivery, deliveryWords, refreshWebhooks } from "./webhook-words.ts";

interface DeliveryPanelProps {
	readonly delivery: Delivery;
	readonly zone: string;
	readonly now: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function DeliveryPanel({ delivery, zone, now, takeFocus, onClose }: DeliveryPanelProps) {
	const manages = useMe().permissions.includes("webhooks.manage");
	const detail = useQuery(trpc.webhooks.delivery.queryOptions({ id: delivery.id }));
	const replay = useMutation(
		trpc.webhooks.replay.mutationOptions({
			onSuccess: () => {
				refreshWebhooks();
				tell({ sentence: `${delivery.topic} is on its way to ${delivery.endpointName} again.` });
			},
		}),
	);
	return (
		<Panel
			label={delivery.topic}
			title={delivery.topic}
			subject={delivery.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={deliveryWords} status={delivery.status} />}
		>
			<PanelBody>
				<PanelSection>
					<FactList
						facts={[
							{ label: "Endpoint", value: delivery.endpointName },
							{ label: "Outcome", value: outcomeText(delivery, zone, now) },
							{ label: "webhook-id", value: <IdText>{delivery.eventId}</IdText> },
							{ label: "In order behind", value: <IdText>{delivery.eventKey}</IdText> },
							...(detail.data === undefined ? [] : [{ label: "Happened", value: fullMomentText(detail.data.occurredAt, zone) }]),
						]}
					/>
					{manages && (delivery.status !== "pending" || (delivery.tries > 0 && delivery.nextAt !== null)) ? (
						<div style={{ marginTop: 10 }}>
							<Button icon="refresh" busy={replay.isPending} onClick={() => replay.mutate({ id: delivery.id })}>
								{delivery.status === "pending" ? "Try it now" : "Send it again"}
							</Button>
							{replay.error === null ? null : (
								<p className="fail-text" role="alert" style={{ marginTop: 8 }}>
									{failureOf(replay.error).sentence}
								</p>
							)}
						</div>
					) : null}
				</PanelSection>
				{detail.data === undefined ? (
					detail.isPending ? (
						<LoadingState />
					) : (
						<ErrorState error={detail.error} retry={() => void detail.refetch()} />
					)
				) : (
					<>
						<PanelSection title="What is sent">
							<CodeBlock label="The event’s body" text={detail.data.body} />
						</PanelSection>
						<PanelSection title="Tries">
							{detail.data.attempts.length === 0 ? <p className="sec">None yet.</p> : null}
							<ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
								{detail.data.attempts.map(({ at, tookMs, status, sentence, answer }) => (
									<li key={at} style={{ marginBottom: 10 }}>
										<span className="num">{fullMomentText(at, zone)}</span>{" "}
										<span className="sec">
											{sentence ?? `The receiver answered ${status ?? ""}.`} It took {durationText(tookMs)}.
										</span>
										{answer === "" ? null : <CodeBlock label="What the receiver answered" text={answer} />}
									</li>
								))}
							</ol>
						</PanelSection>
					</>
				)}
			</PanelBody>
		</Panel>
	);
}
