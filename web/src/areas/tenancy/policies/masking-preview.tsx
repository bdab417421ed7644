// What somebody in a role would see of the newest rows if the policy held.
import { NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldNames, kindNames } from "../../../../../domain/tenancy/policies/masking.ts";
import { trpc } from "../../../app/api-client.ts";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { FormBlock } from "../settings/settings-form.tsx";
import type { RoleName, RuleOf } from "./policy-words.ts";
import classes from "./policies.module.css";

interface MaskingPreviewProps {
	readonly rule: RuleOf<"masking">;
	readonly roles: readonly RoleName[];
}

export function MaskingPreview({ rule, roles }: MaskingPreviewProps) {
	const [as, setAs] = useState("analyst");
	const query = useQuery(trpc.policies.preview.queryOptions({ ...rule.content, as }, { placeholderData: keepPreviousData }));
	const rows = query.data?.rows.map((row) => ({ ...row, values: row.values.filter(({ value }) => value !== "") }));
	return (
		<FormBlock title="Preview">
			<NativeSelect
				label="As"
				value={as}
				data={roles.map(({ ref, name }) => ({ value: ref, label: name }))}
				onChange={(event) => setAs(event.currentTarget.value)}
			/>
			{rows === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					{query.data?.applies === false ? <p className="sec">The policy doesn’t bind this role: it sees everything.</p> : null}
					{rows.length === 0 ? <p className="sec">There are no rows to show yet.</p> : null}
					{rows.map((row) => (
						<section
							key={`${row.kind} ${row.naturalKey}`}
							className={classes.sample}
							aria-label={`${kindNames[row.kind]}, ${row.naturalKey}`}
						>
							<p>
								<span className="sec">{kindNames[row.kind]}</span> <span className="mono">{row.naturalKey}</span>
							</p>
							<dl>
								{row.values.map(({ field, value, masked }) => (
									<div key={field}>
										<dt>{fieldNames[field]}</dt>
										<dd className={masked ? "dim" : undefined}>
											{masked ? <span className="vh">masked</span> : null}
											{value}
										</dd>
									</div>
								))}
							</dl>
						</section>
					))}
				</>
			)}
		</FormBlock>
	);
}
