// Behind the link of a registration: the address is proven, so a password is chosen and the company is made.
import { Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { LoadingState } from "../../../kit/states.tsx";
import { PasswordField } from "./entry-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { forgetToken, useLinkToken } from "./link-token.ts";

const currencies = Intl.supportedValuesOf("currency");
const zones = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();

export function WelcomePage() {
	const token = useLinkToken();
	const [password, setPassword] = useState("");
	const [currency, setCurrency] = useState("USD");
	const [timeZone, setTimeZone] = useState(() => {
		const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
		return zones.includes(own) ? own : "UTC";
	});
	const look = useMutation(trpc.auth.registration.mutationOptions());
	const finish = useMutation(
		trpc.auth.finishRegistration.mutationOptions({
			onSuccess: () => {
				forgetToken();
				window.location.assign("/");
			},
		}),
	);
	const { mutate } = look;
	useEffect(() => mutate({ token }), [mutate, token]);
	if (look.error !== null)
		return (
			<EntryFrame
				title="This link opens nothing"
				error={look.error}
				foot={
					<>
						<Link to="/register">Ask for a new one</Link>
						<Link to="/login">Sign in</Link>
					</>
				}
			/>
		);
	const asked = look.data;
	if (asked === undefined) return <LoadingState />;
	const fields = finish.error === null ? {} : failureOf(finish.error).fields;
	return (
		<EntryFrame
			title={`Welcome, ${asked.name}`}
			lead={`Choose a password for ${asked.email}, and say how the books of ${asked.company} are kept.`}
			error={finish.error}
			onSend={() => finish.mutate({ token, password, currency, timeZone })}
		>
			<input type="hidden" name="email" autoComplete="username" value={asked.email} readOnly />
			<PasswordField isNew autoFocus value={password} onChange={setPassword} error={finish.error} />
			<Select
				label="Currency of the books"
				searchable
				data={currencies}
				value={currency}
				allowDeselect={false}
				onChange={(value) => setCurrency(value ?? currency)}
				error={fields["currency"]}
			/>
			<Select
				label="Time zone in which their days begin"
				searchable
				data={zones}
				value={timeZone}
				allowDeselect={false}
				onChange={(value) => setTimeZone(value ?? timeZone)}
				error={fields["timeZone"]}
			/>
			<Button type="submit" tone="primary" busy={finish.isPending}>
				Set the company up
			</Button>
		</EntryFrame>
	);
}
