// Setting up a company: who and which. The rest is asked for behind the link in the mail.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { EmailField, TextField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";

export function RegisterPage() {
	const [email, setEmail] = useState("");
	const [name, setName] = useState("");
	const [company, setCompany] = useState("");
	const register = useMutation(trpc.auth.register.mutationOptions());
	if (register.isSuccess)
		return (
			<EntryFrame
				title="Look into your mailbox"
				lead={`A mail is on its way to ${email}. Its link works once, for 24 hours.`}
				foot={<Link to="/login">Back to signing in</Link>}
			/>
		);
	return (
		<EntryFrame
			title="Set up a company"
			lead="You become its owner, and invite the others."
			error={register.error}
			onSend={() => register.mutate({ email, name, company })}
			foot={<Link to="/login">Sign in instead</Link>}
		>
			<EmailField value={email} onChange={setEmail} error={register.error} />
			<TextField label="Your name" name="name" autoComplete="name" value={name} onChange={setName} error={register.error} />
			<TextField label="Company" name="company" autoComplete="organization" value={company} onChange={setCompany} error={register.error} />
			<Button type="submit" tone="primary" busy={register.isPending}>
				Send me the link
			</Button>
		</EntryFrame>
	);
}
