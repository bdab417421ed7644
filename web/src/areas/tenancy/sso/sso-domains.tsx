// The domains that the provider speaks for, each proven by a record in the DNS.
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { CodeBlock } from "../../../kit/code-block.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { FormBlock, FormFailure } from "../settings/settings-form.tsx";
import { keepSso, type SsoSettings } from "./keep-sso.ts";

export function SsoDomains({ settings }: { readonly settings: SsoSettings }) {
	const [domain, setDomain] = useState("");
	const add = useMutation(
		trpc.sso.addDomain.mutationOptions({
			onSuccess: (next) => {
				keepSso(next);
				setDomain("");
			},
		}),
	);
	return (
		<FormBlock title="Domains" text="The provider is believed only about addresses of domains that the DNS says are yours.">
			{settings.domains.map((row) => (
				<Domain key={row.domain} row={row} />
			))}
			<form
				noValidate
				aria-label="Add a domain"
				onSubmit={(event) => {
					event.preventDefault();
					add.mutate({ domain });
				}}
			>
				<FormFailure error={add.error} />
				<TextInput
					label="Domain"
					name="domain"
					placeholder="example.com"
					value={domain}
					error={add.error === null ? undefined : failureOf(add.error).fields["domain"]}
					onChange={(event) => setDomain(event.currentTarget.value)}
				/>
				<div className="row" style={{ marginTop: 12 }}>
					<Button type="submit" icon="plus" busy={add.isPending} disabled={domain === ""}>
						Add the domain
					</Button>
				</div>
			</form>
		</FormBlock>
	);
}

function Domain({ row }: { readonly row: SsoSettings["domains"][number] }) {
	const prove = useMutation(trpc.sso.proveDomain.mutationOptions({ onSuccess: keepSso }));
	const remove = useMutation(trpc.sso.removeDomain.mutationOptions({ onSuccess: keepSso }));
	return (
		<section aria-label={row.domain}>
			<div className="row wrap">
				<b className="med grow">{row.domain}</b>
				{row.verifiedAt === null ? (
					<Button size="small" busy={prove.isPending} onClick={() => prove.mutate({ domain: row.domain })}>
						Look the record up
					</Button>
				) : (
					<span className="sec">
						<Icon name="circle-check" /> Proven
					</span>
				)}
				<Button
					size="small"
					tone="quiet"
					aria-label={`Take out ${row.domain}`}
					busy={remove.isPending}
					onClick={() => remove.mutate({ domain: row.domain })}
				>
					Take out
				</Button>
			</div>
			{row.verifiedAt === null ? (
				<>
					<p className="sec">Add this TXT record to the DNS, then look it up here.</p>
					<CodeBlock label={`Name of the record for ${row.domain}`} text={row.record} />
					<CodeBlock label={`Value of the record for ${row.domain}`} text={row.proof} />
				</>
			) : null}
			<FormFailure error={prove.error ?? remove.error} />
		</section>
	);
}
