// Names of the procedures about data-governance policies.
import { router } from "../trpc.ts";
import { previewMasking } from "./policy-preview.ts";
import { publishPolicy } from "./policy-publish.ts";
import { getPolicy, listPolicies, policyRoles } from "./policy-read.ts";

export const policiesRouter = router({
	list: listPolicies,
	get: getPolicy,
	roles: policyRoles,
	publish: publishPolicy,
	preview: previewMasking,
});
