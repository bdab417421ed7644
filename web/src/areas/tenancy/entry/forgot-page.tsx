import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { EmailField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";

export function ForgotPage() {
	const [email, setEmail] = useState("");
	const ask = useMutation(trpc.auth.forgotPassword.mutationOptions());
	const back = <Link to="/login">Back to signing in</Link>;
	if (ask.isSuccess)
		return (
			<EntryFrame
				title="Look into your mailbox"
				lead={`If ${email} has an account, a mail is on its way. Its link works once, for one hour.`}
				foot={back}
			/>
		);
	return (
		<EntryFrame
			title="Choose a new password"
			lead="We send you a link. It also ends a lockout after failed logins."
			error={ask.error}
			onSend={() => ask.mutate({ email })}
			foot={back}
		>
			<EmailField value={email} onChange={setEmail} error={ask.error} />
			<Button type="submit" tone="primary" busy={ask.isPending}>
				Send me the link
			</Button>
		</EntryFrame>
	);
}
