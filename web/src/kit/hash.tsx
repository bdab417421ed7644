// First and last digits of a hash or id; a click copies all of it.
import { Tooltip, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import classes from "./hash.module.css";
import { hashText } from "./time-text.ts";

interface HashProps {
	readonly value: string;
	readonly label: string;
}

export function Hash({ value, label }: HashProps) {
	const [copied, setCopied] = useState(false);
	const copy = (): void => {
		void navigator.clipboard.writeText(value).then(() => {
			setCopied(true);
			setTimeout(() => setCopied(false), 2000);
		});
	};
	return (
		<Tooltip label={copied ? "Copied" : `Copy ${label}`}>
			<UnstyledButton className={`${classes.hash} mono`} onClick={copy}>
				<span className="vh">Copy {label} </span>
				{hashText(value)}
			</UnstyledButton>
		</Tooltip>
	);
}
