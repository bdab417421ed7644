import { PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { trpc } from "../../app/api-client.ts";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import classes from "./login-page.module.css";

const route = getRouteApi("/login");

/** Only an address of our own: "//elsewhere" and "https://…" are not. */
export const safeTarget = (then: string | undefined): string => (then !== undefined && /^\/(?![/\\])/.test(then) ? then : "/jobs");

export function LoginPage() {
	const { then } = route.useSearch();
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	// A full load, so that nothing of an earlier session is left in memory.
	const login = useMutation(trpc.auth.login.mutationOptions({ onSuccess: () => window.location.assign(safeTarget(then)) }));
	const failure = login.error === null ? null : failureOf(login.error);
	const send = (event: FormEvent): void => {
		event.preventDefault();
		login.mutate({ email, password });
	};
	return (
		<main className={classes.page}>
			<form className={classes.form} onSubmit={send} aria-labelledby="login-title">
				<span className={classes.mark}>
					<Icon name="equal" size={20} stroke={2.25} />
				</span>
				<h1 id="login-title">Sign in to Tieout</h1>
				<p className="sec">Every total says what it ties to.</p>
				{failure === null ? null : (
					<p className={classes.error} role="alert">
						<Icon name="alert-triangle" /> {failure.sentence}
					</p>
				)}
				<TextInput
					label="E-mail"
					type="email"
					name="email"
					autoComplete="username"
					autoFocus
					required
					withAsterisk={false}
					value={email}
					onChange={(event) => setEmail(event.currentTarget.value)}
					error={failure?.fields.email}
				/>
				<PasswordInput
					label="Password"
					name="password"
					autoComplete="current-password"
					required
					withAsterisk={false}
					value={password}
					onChange={(event) => setPassword(event.currentTarget.value)}
					error={failure?.fields.password}
					visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
				/>
				<Button type="submit" tone="primary" busy={login.isPending}>
					{login.isPending ? "Signing in" : "Sign in"}
				</Button>
				<p className="dim small">The demo login was printed by “npm run up”.</p>
			</form>
		</main>
	);
}
