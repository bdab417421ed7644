// A new endpoint; once it is added, its secret is shown this one time.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretOnce } from "../settings/secret-once.tsx";
import { refreshWebhooks, signingHelp } from "./webhook-words.ts";

interface NewEndpointPanelProps {
	readonly onClose: () => void;
	readonly onAdded: (endpointId: string) => void;
}

export function NewEndpointPanel({ onClose, onAdded }: NewEndpointPanelProps) {
	const [made, setMade] = useState<{ readonly id: string; readonly name: string; readonly secret: string } | null>(null);
	const create = useMutation(
		trpc.webhooks.create.mutationOptions({
			onSuccess: ({ endpoint, secret }) => {
				refreshWebhooks();
				setMade({ id: endpoint.id, name: endpoint.name, secret });
			},
		}),
	);
	return (
		<Panel label="New endpoint" title="New endpoint" subject="new" takeFocus onClose={onClose}>
			<PanelBody>
				<PanelSection>
					<EndpointForm
						endpoint={null}
						verb="Add the endpoint"
						busy={create.isPending}
						error={create.error}
						onSave={(settings) => create.mutate(settings)}
					/>
				</PanelSection>
			</PanelBody>
			{made === null ? null : (
				<SecretOnce
					title={`The signing secret of ${made.name}`}
					label="Signing secret"
					secret={made.secret}
					onClose={() => onAdded(made.id)}
				>
					<p className="sec">{signingHelp}</p>
				</SecretOnce>
			)}
		</Panel>
	);
}
