// Signing in: e-mail and password, then a code where the account has a second factor.
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { safeTarget } from "../../../../../domain/tenancy/safe-target.ts";
import { endedSentence } from "../../../../../domain/tenancy/ended-access.ts";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { EmailField, PasswordField, TextField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { ssoWords } from "./sso-words.ts";
import { useWhatEnded } from "./use-what-ended.ts";

const route = getRouteApi("/login");

export function LoginPage() {
	const { then, sso, ended } = route.useSearch();
	const over = useWhatEnded(ended);
	const word = sso === undefined ? (over === null ? null : endedSentence(over, null)) : ssoWords(sso);
	// A full load, so that nothing of an earlier session is left in memory.
	const goOn = (): void => window.location.assign(safeTarget(then, "/"));
	const [ticket, setTicket] = useState<string | null>(null);
	return ticket === null ? (
		<PasswordStep onIn={goOn} onTicket={setTicket} then={then} word={word} />
	) : (
		<CodeStep ticket={ticket} onIn={goOn} onBack={() => setTicket(null)} />
	);
}

interface PasswordStepProps {
	readonly onIn: () => void;
	readonly onTicket: (ticket: string) => void;
	readonly then: string | undefined;
	/** Why a company, or its identity provider, has just sent the person back. */
	readonly word: string | null;
}

function PasswordStep({ onIn, onTicket, then, word }: PasswordStepProps) {
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const login = useMutation(
		trpc.auth.login.mutationOptions({ onSuccess: (answer) => (answer.step === "in" ? onIn() : onTicket(answer.ticket)) }),
	);
	return (
		<EntryFrame
			title="Sign in to Tieout"
			lead="Every total says what it ties to."
			error={login.error}
			notice={login.error === null ? word : null}
			onSend={() => login.mutate({ email, password })}
			foot={
				<>
					<Link to="/single-sign-on" search={then === undefined ? {} : { then }}>
						Single sign-on
					</Link>
					<Link to="/forgot-password">Forgot the password?</Link>
					<Link to="/register">Set up a company</Link>
				</>
			}
		>
			<EmailField value={email} onChange={setEmail} error={login.error} />
			<PasswordField value={password} onChange={setPassword} error={login.error} />
			<Button type="submit" tone="primary" busy={login.isPending}>
				{login.isPending ? "Signing in" : "Sign in"}
			</Button>
		</EntryFrame>
	);
}

interface CodeStepProps {
	readonly ticket: string;
	readonly onIn: () => void;
	readonly onBack: () => void;
}

function CodeStep({ ticket, onIn, onBack }: CodeStepProps) {
	const [code, setCode] = useState("");
	const send = useMutation(trpc.auth.loginCode.mutationOptions({ onSuccess: onIn }));
	return (
		<EntryFrame
			title="Enter the code"
			lead="The six digits that your authenticator app shows now. Without the app, a recovery code."
			error={send.error}
			onSend={() => send.mutate({ ticket, code })}
		>
			<TextField label="Code" name="code" autoComplete="one-time-code" autoFocus value={code} onChange={setCode} error={send.error} />
			<Button type="submit" tone="primary" busy={send.isPending}>
				Sign in
			</Button>
			<Button type="button" tone="quiet" onClick={onBack}>
				Back to the password
			</Button>
		</EntryFrame>
	);
}
