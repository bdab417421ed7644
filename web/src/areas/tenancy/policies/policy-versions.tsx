// Every version of a policy as it was published: what it said, why, who, when.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { fullMomentText } from "../../../kit/time-text.ts";
import { FormBlock } from "../settings/settings-form.tsx";
import classes from "./policies.module.css";

type Versions = RouterOutputs["policies"]["get"]["versions"];

export function PolicyVersions({ versions, zone }: { readonly versions: Versions; readonly zone: string }) {
	return (
		<FormBlock title="Versions" text="None is ever changed or deleted; the audit trail has who approved what.">
			<ol className={classes.versions}>
				{versions.map(({ version, name, active, sentence, reason, madeBy, madeAt }) => (
					<li key={version}>
						<p>
							<span className="med num">Version {version}</span>{" "}
							<span className="sec num">
								{madeBy ?? "Somebody who left"}, {fullMomentText(madeAt, zone)}
							</span>
						</p>
						<p>
							{name}: {active ? sentence : "switched off."}
						</p>
						<p className="sec">{reason}</p>
					</li>
				))}
			</ol>
		</FormBlock>
	);
}
