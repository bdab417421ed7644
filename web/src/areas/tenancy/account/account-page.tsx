// A person's own account: their password, their second factor, and leaving the company.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { endedSentence } from "../../../../../domain/tenancy/ended-access.ts";
import { api, queryClient, trpc } from "../../../app/api-client.ts";
import { keepEndedNote, oneTabAtATime } from "../../../app/ended-note.ts";
import { goTo } from "../../../app/go-to.ts";
import { useMe } from "../../../app/session.ts";
import { tell, tellAfterLoad } from "../../../kit/notices.ts";
import { ErrorState, LoadingState, NoticeBar } from "../../../kit/states.tsx";
import { PasswordField } from "../entry/entry-fields.tsx";
import { DangerAction, DangerZone } from "../settings/danger-zone.tsx";
import { FormBlock, SettingsForm } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { SecondFactor } from "./second-factor.tsx";

export function AccountPage() {
	const me = useMe();
	const query = useQuery(trpc.account.security.queryOptions());
	const security = query.data;
	return (
		<SettingsPage
			title="My account"
			lead={`${me.user.name}, ${me.user.email}. It is yours in every company that you work for.`}
			body="form"
		>
			{security === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : security.own ? (
				<>
					<ChangePassword />
					<SecondFactor security={security} />
				</>
			) : (
				<NoticeBar tone="idle">
					<span>You came in through your company’s identity provider, which looks after your account.</span>
				</NoticeBar>
			)}
			<Leave tenantId={me.tenant.tenantId} company={me.tenant.name} />
		</SettingsPage>
	);
}

function ChangePassword() {
	const [present, setPresent] = useState("");
	const [password, setPassword] = useState("");
	const clear = (): void => {
		setPresent("");
		setPassword("");
	};
	const change = useMutation(
		trpc.account.changePassword.mutationOptions({
			onSuccess: () => {
				clear();
				tell({ sentence: "Your password is changed. Every other session of yours has ended." });
				void queryClient.invalidateQueries({ queryKey: [["auth"]] });
			},
		}),
	);
	return (
		<SettingsForm
			label="Password"
			dirty={present !== "" || password !== ""}
			busy={change.isPending}
			error={change.error}
			saveLabel="Change the password"
			onSave={() => change.mutate({ present, password })}
			onDiscard={clear}
		>
			<FormBlock title="Password" text="A new password ends every other session of yours.">
				<PasswordField label="Present password" name="present" value={present} onChange={setPresent} error={change.error} />
				<PasswordField label="New password" isNew value={password} onChange={setPassword} error={change.error} />
			</FormBlock>
		</SettingsForm>
	);
}

function Leave({ tenantId, company }: { readonly tenantId: string; readonly company: string }) {
	const leave = useMutation({
		mutationFn: () =>
			oneTabAtATime(async () => {
				const { me } = await api.auth.leave.mutate();
				keepEndedNote({ tenantId, company, how: "left", userId: me?.user.id ?? null });
				return me;
			}),
		onSuccess: (me) => {
			if (me !== null) tellAfterLoad(`${endedSentence("left", company)} You are in ${me.tenant.name} now.`);
			goTo(me === null ? "/login?ended=left" : "/");
		},
	});
	return (
		<DangerZone>
			<DangerAction
				title={`Leave ${company}`}
				effect={`You no longer see anything of ${company}. What you did there stays, under your name. One of its admins can take you in again.`}
				verb="Leave the company"
				question={`Leave ${company}?`}
				keep="Stay"
				busy={leave.isPending}
				error={leave.error}
				onConfirm={() => leave.mutate()}
			/>
		</DangerZone>
	);
}
