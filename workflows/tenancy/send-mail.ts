// Sends one mail, for as long as it takes the mail server to come back. The history carries the mail's id and nothing else: address, text
// and link are in its sealed row.
import { proxyActivities } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { MailInput } from "../../activities/tenancy/deliver-mail.ts";
import { activityOptions } from "../core/activity-options.ts";

const { deliverMail } = proxyActivities<Pick<TenancyActivities, "deliverMail">>(activityOptions.quick);

export async function sendMail(input: MailInput): Promise<void> {
	await deliverMail(input);
}
