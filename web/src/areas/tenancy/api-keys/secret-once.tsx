// A key's secret, the one time that anybody sees it: to copy, and then gone. Closing asks for nothing, because a new one is made in a moment.
import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { Button } from "../../../kit/button.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";

interface SecretOnceProps {
	readonly name: string;
	readonly secret: string;
	readonly onClose: () => void;
}

export function SecretOnce({ name, secret, onClose }: SecretOnceProps) {
	const [copied, setCopied] = useState(false);
	const call = `curl ${window.location.origin}/api/v1/auth/me \\\n  -H "Authorization: Bearer ${secret.slice(0, 14)}…"`;
	return (
		<Modal opened onClose={onClose} closeOnClickOutside={false} title={`The key of ${name}`} closeButtonProps={{ "aria-label": "Close" }}>
			<p className="sec">Copy it now and put it where your program reads it. It is not kept here and can’t be shown again.</p>
			<TextInput
				mt={12}
				label="Key"
				readOnly
				value={secret}
				data-autofocus
				classNames={{ input: "mono" }}
				onFocus={(event) => event.currentTarget.select()}
			/>
			<div className="row" style={{ margin: "8px 0 12px" }}>
				<Button
					tone="primary"
					icon={copied ? "check" : "copy"}
					onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
				>
					{copied ? "Copied" : "Copy the key"}
				</Button>
				<span className="vh" role="status">
					{copied ? "Copied" : ""}
				</span>
			</div>
			<CodeBlock label="Try it" text={call} />
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button tone="quiet" onClick={onClose}>
					I have stored it
				</Button>
			</div>
		</Modal>
	);
}
