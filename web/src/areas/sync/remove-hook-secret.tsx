// Takes the signing secret of a connection's webhooks away, after a question that says what ends with it.
import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient, trpc } from "../../app/api-client.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { tell } from "../../kit/notices.ts";
import type { ConnectionDetail } from "./connection-types.ts";

export function RemoveHookSecret({
	connection: { id, name },
	vendorTitle,
}: {
	readonly connection: ConnectionDetail;
	readonly vendorTitle: string;
}) {
	const [asking, setAsking] = useState(false);
	const remove = useMutation(
		trpc.connections.removeHookSecret.mutationOptions({
			onSuccess: () => {
				void queryClient.invalidateQueries({ queryKey: [["connections"]] });
				tell({ sentence: `The signing secret of ${name} is removed: what ${vendorTitle} sends is refused until you enter one again.` });
				setAsking(false);
			},
		}),
	);
	const close = (): void => {
		setAsking(false);
		remove.reset();
	};
	return (
		<>
			<Button size="small" tone="quiet" onClick={() => setAsking(true)}>
				Remove it
			</Button>
			<Modal opened={asking} onClose={close} title={`Remove the signing secret of ${name}?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">
					What {vendorTitle} sends to this address is refused from then on, and counted under Webhooks with the reason. {vendorTitle} keeps
					trying for some days: remove the endpoint there too. A sync reads everything all the same; nothing is lost.
				</p>
				{remove.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(remove.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={close}>
						Keep the secret
					</Button>
					<Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate({ id })}>
						Remove the secret
					</Button>
				</div>
			</Modal>
		</>
	);
}
