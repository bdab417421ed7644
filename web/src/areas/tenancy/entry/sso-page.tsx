// Signing in through a company's identity provider: the address says which.
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button, buttonClass } from "../../../kit/button.tsx";
import { EmailField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";

const route = getRouteApi("/single-sign-on");

interface Named {
	readonly tenantId: string;
	readonly providerId: string;
}

export function SsoPage() {
	const { then } = route.useSearch();
	const [email, setEmail] = useState("");
	const startOf = ({ tenantId, providerId }: Named): string =>
		`/sso/start?${new URLSearchParams({ tenant: tenantId, provider: providerId, then: then ?? "/" }).toString()}`;
	const look = useMutation(
		trpc.auth.ssoFor.mutationOptions({
			onSuccess: (found) => {
				const [only] = found;
				if (only !== undefined && found.length === 1) window.location.assign(startOf(only));
			},
		}),
	);
	const found = look.data ?? [];
	return (
		<EntryFrame
			title="Single sign-on"
			lead="Your work address leads to your company’s own login."
			error={look.error}
			notice={
				look.isSuccess && found.length === 0 ? "No company has set single sign-on up for this address. Sign in with your password." : null
			}
			onSend={() => look.mutate({ email })}
			foot={<Link to="/login">Sign in with a password</Link>}
		>
			<EmailField value={email} onChange={setEmail} error={look.error} />
			{found.length > 1 ? (
				found.map((each) => (
					<a key={`${each.tenantId}/${each.providerId}`} href={startOf(each)} className={buttonClass({})}>
						{each.name}
					</a>
				))
			) : (
				<Button type="submit" tone="primary" busy={look.isPending}>
					Go on
				</Button>
			)}
		</EntryFrame>
	);
}
