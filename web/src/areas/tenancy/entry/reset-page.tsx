// Behind the link of a reset: a new password, which ends every session of the person.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { PasswordField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { forgetToken, useLinkToken } from "./link-token.ts";

export function ResetPage() {
	const token = useLinkToken();
	const [password, setPassword] = useState("");
	const reset = useMutation(trpc.auth.resetPassword.mutationOptions({ onSuccess: forgetToken }));
	if (reset.isSuccess)
		return (
			<EntryFrame
				title="Your password is changed"
				lead={`Every session of ${reset.data.email} has ended. Sign in with the new password.`}
				foot={<Link to="/login">Sign in</Link>}
			/>
		);
	return (
		<EntryFrame
			title="Choose a new password"
			lead="It ends every session that you have, on every device."
			error={reset.error}
			onSend={() => reset.mutate({ token, password })}
			foot={<Link to="/forgot-password">Ask for a new link</Link>}
		>
			<PasswordField isNew autoFocus value={password} onChange={setPassword} error={reset.error} />
			<Button type="submit" tone="primary" busy={reset.isPending}>
				Change the password
			</Button>
		</EntryFrame>
	);
}
