// Behind the link of an invitation: somebody new chooses a name and a password, somebody with an account comes in as themselves.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { trpc } from "../../../app/api-client.ts";
import { Button, buttonClass } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { LoadingState } from "../../../kit/states.tsx";
import { PasswordField, TextField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { forgetToken, useLinkToken } from "./link-token.ts";

type Invitation = RouterOutputs["auth"]["invitation"];

const enter = (): void => {
	forgetToken();
	window.location.assign("/");
};

export function InvitationPage() {
	const token = useLinkToken();
	const look = useMutation(trpc.auth.invitation.mutationOptions());
	const { mutate } = look;
	useEffect(() => mutate({ token }), [mutate, token]);
	if (look.error !== null) return <EntryFrame title="This link opens nothing" error={look.error} foot={<Link to="/login">Sign in</Link>} />;
	if (look.data === undefined) return <LoadingState />;
	return look.data.hasAccount ? <AsMe token={token} invitation={look.data} /> : <AsNew token={token} invitation={look.data} />;
}

interface StepProps {
	readonly token: string;
	readonly invitation: Invitation;
}

const leadOf = ({ inviterName, company, roleName }: Invitation): string =>
	`${inviterName} invites you to work for ${company} as ${roleName}.`;

/** A company that lets nobody in with a password has taken them in, but not let them in. */
function WayIn({ error }: { readonly error: unknown }) {
	if (error === null || failureOf(error).code !== "SSO_REQUIRED") return null;
	return <Link to="/single-sign-on">Single sign-on</Link>;
}

function AsNew({ token, invitation }: StepProps) {
	const [name, setName] = useState("");
	const [password, setPassword] = useState("");
	const accept = useMutation(trpc.auth.acceptAsNew.mutationOptions({ onSuccess: enter }));
	return (
		<EntryFrame
			title={`Join ${invitation.company}`}
			lead={`${leadOf(invitation)} Your account is ${invitation.email}.`}
			error={accept.error}
			foot={<WayIn error={accept.error} />}
			onSend={() => accept.mutate({ token, name, password })}
		>
			<TextField label="Your name" name="name" autoComplete="name" autoFocus value={name} onChange={setName} error={accept.error} />
			<PasswordField isNew value={password} onChange={setPassword} error={accept.error} />
			<Button type="submit" tone="primary" busy={accept.isPending}>
				Accept the invitation
			</Button>
		</EntryFrame>
	);
}

function AsMe({ token, invitation }: StepProps) {
	const accept = useMutation(trpc.auth.acceptAsMe.mutationOptions({ onSuccess: enter }));
	if (!invitation.signedInAsThem)
		return (
			<EntryFrame title={`Join ${invitation.company}`} lead={`${leadOf(invitation)} Sign in as ${invitation.email} to accept.`}>
				<Link to="/login" search={{ then: "/invitation" }} className={buttonClass({ tone: "primary" })}>
					Sign in
				</Link>
			</EntryFrame>
		);
	return (
		<EntryFrame
			title={`Join ${invitation.company}`}
			lead={`${leadOf(invitation)} You are signed in as ${invitation.email}.`}
			error={accept.error}
			foot={<WayIn error={accept.error} />}
			onSend={() => accept.mutate({ token })}
		>
			<Button type="submit" tone="primary" busy={accept.isPending}>
				Accept the invitation
			</Button>
		</EntryFrame>
	);
}
