// The one time that a signing secret is shown.
import { Modal } from "@mantine/core";
import { Button } from "../../../kit/button.tsx";
import { tell } from "../../../kit/notices.ts";
import { fullMomentText } from "../../../kit/time-text.ts";

interface SecretDialogProps {
	readonly secret: string;
	/** Until when the secret before signs too; null: there was none. */
	readonly oldUntil: string | null;
	readonly zone: string;
	readonly onClose: () => void;
}

export function SecretDialog({ secret, oldUntil, zone, onClose }: SecretDialogProps) {
	return (
		<Modal opened onClose={onClose} title="Copy the signing secret now" closeButtonProps={{ "aria-label": "Close" }}>
			<p className="sec">
				It is shown this once. The receiver checks with it that an event comes from here, as Standard Webhooks says: headers webhook-id,
				webhook-timestamp and webhook-signature.
			</p>
			<p className="mono" style={{ margin: "12px 0", overflowWrap: "anywhere", userSelect: "all" }}>
				{secret}
			</p>
			{oldUntil === null ? null : <p className="sec">The secret before signs beside it until {fullMomentText(oldUntil, zone)}.</p>}
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button
					icon="copy"
					onClick={() => void navigator.clipboard.writeText(secret).then(() => tell({ sentence: "The secret is copied." }))}
				>
					Copy the secret
				</Button>
				<Button tone="primary" onClick={onClose}>
					I have kept it
				</Button>
			</div>
		</Modal>
	);
}
