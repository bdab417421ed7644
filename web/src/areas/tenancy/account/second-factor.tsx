// The second factor of a login: set up with an authenticator app, with recovery codes that are shown once.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";
import { PasswordField, TextField } from "../entry/entry-fields.tsx";
import { FormBlock, FormFailure } from "../settings/settings-form.tsx";
import { QrCode } from "./qr-code.tsx";

type Security = RouterOutputs["account"]["security"];

const readAgain = (): void => void queryClient.invalidateQueries({ queryKey: [["account"]] });

export function SecondFactor({ security }: { readonly security: Security }) {
	const [codes, setCodes] = useState<readonly string[] | null>(null);
	const text = security.secondFactor
		? `On. ${counted(security.recoveryCodesLeft, "recovery code")} left.`
		: "Off. With it, a stolen password alone opens nothing.";
	return (
		<FormBlock title="Second factor" text={text}>
			{codes === null ? null : <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
			{codes !== null ? null : security.secondFactor ? <Change onCodes={setCodes} /> : <SetUp onCodes={setCodes} />}
		</FormBlock>
	);
}

function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
	return (
		<>
			<p>Keep these codes where you keep other secrets. Each opens your account once, without the app. They are shown this one time.</p>
			<CodeBlock label="Recovery codes" text={codes.join("\n")} />
			<div className="row">
				<Button onClick={onKept}>I have kept them</Button>
			</div>
		</>
	);
}

function SetUp({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
	const [present, setPresent] = useState("");
	const [code, setCode] = useState("");
	const begin = useMutation(trpc.account.setUpTotp.mutationOptions());
	const confirm = useMutation(
		trpc.account.confirmTotp.mutationOptions({
			onSuccess: ({ codes }) => {
				onCodes(codes);
				readAgain();
			},
		}),
	);
	const made = begin.data;
	if (made === undefined)
		return (
			<form
				noValidate
				aria-label="Set up a second factor"
				onSubmit={(event) => {
					event.preventDefault();
					begin.mutate({ present });
				}}
			>
				<FormFailure error={begin.error} />
				<PasswordField label="Present password" name="present" value={present} onChange={setPresent} error={begin.error} />
				<div className="row" style={{ marginTop: 12 }}>
					<Button type="submit" busy={begin.isPending} disabled={present === ""}>
						Set up a second factor
					</Button>
				</div>
			</form>
		);
	return (
		<form
			noValidate
			aria-label="Confirm the second factor"
			onSubmit={(event) => {
				event.preventDefault();
				confirm.mutate({ code });
			}}
		>
			<FormFailure error={confirm.error} />
			<p>Scan this with your authenticator app, or type the secret into it. Then enter the code that it shows.</p>
			<QrCode text={made.uri} label="QR code for the authenticator app" />
			<CodeBlock label="Secret" text={made.secret} />
			<TextField label="Code" name="code" autoComplete="one-time-code" value={code} onChange={setCode} error={confirm.error} />
			<div className="row" style={{ marginTop: 12 }}>
				<Button type="submit" tone="primary" busy={confirm.isPending} disabled={code === ""}>
					Confirm the app
				</Button>
			</div>
		</form>
	);
}

function Change({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
	const [present, setPresent] = useState("");
	const [code, setCode] = useState("");
	const renew = useMutation(
		trpc.account.renewRecoveryCodes.mutationOptions({
			onSuccess: ({ codes }) => {
				onCodes(codes);
				readAgain();
			},
		}),
	);
	const remove = useMutation(trpc.account.removeTotp.mutationOptions({ onSuccess: readAgain }));
	const error = renew.error ?? remove.error;
	const ready = present !== "" && code !== "";
	return (
		<form noValidate aria-label="Change the second factor" onSubmit={(event) => event.preventDefault()}>
			<FormFailure error={error} />
			<PasswordField label="Present password" name="present" value={present} onChange={setPresent} error={error} />
			<TextField label="Code" name="code" autoComplete="one-time-code" value={code} onChange={setCode} error={error} />
			<div className="row wrap" style={{ marginTop: 12 }}>
				<Button busy={renew.isPending} disabled={!ready} onClick={() => renew.mutate({ present, code })}>
					Make new recovery codes
				</Button>
				<Button tone="danger" busy={remove.isPending} disabled={!ready} onClick={() => remove.mutate({ present, code })}>
					Remove the second factor
				</Button>
			</div>
		</form>
	);
}
