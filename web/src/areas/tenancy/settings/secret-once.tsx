// A secret, the one time that anybody sees it: to copy, and then gone. Neither a click beside it nor Escape loses it before it was copied.
import { Modal, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Button } from "../../../kit/button.tsx";

interface SecretOnceProps {
	readonly title: string;
	/** What it is called: "Key". */
	readonly label: string;
	readonly secret: string;
	readonly onClose: () => void;
	readonly children?: ReactNode;
}

export function SecretOnce({ title, label, secret, onClose, children }: SecretOnceProps) {
	const [copied, setCopied] = useState(false);
	return (
		<Modal
			opened
			onClose={onClose}
			closeOnClickOutside={false}
			closeOnEscape={copied}
			title={title}
			closeButtonProps={{ "aria-label": "Close" }}
		>
			<p className="sec">Copy it now and put it where your program reads it. It is shown this once and can’t be shown again.</p>
			<TextInput
				mt={12}
				label={label}
				readOnly
				value={secret}
				data-autofocus
				classNames={{ input: "mono" }}
				onFocus={(event) => event.currentTarget.select()}
				onCopy={() => setCopied(true)}
			/>
			<div className="row" style={{ margin: "8px 0 12px" }}>
				<Button
					tone="primary"
					icon={copied ? "check" : "copy"}
					onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
				>
					{copied ? "Copied" : `Copy the ${label.toLowerCase()}`}
				</Button>
				<span className="vh" role="status">
					{copied ? "Copied" : ""}
				</span>
			</div>
			{children}
			<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
				<Button tone="quiet" onClick={onClose}>
					I have stored it
				</Button>
			</div>
		</Modal>
	);
}
