// Who may say which identity provider speaks for a company. It vouches for every member, owners among them, so whoever chooses it could
// come in as any of them: only an owner chooses it. The rest an admin may change.
import { err, type Result } from "../core/result.ts";
import { mayInvite } from "./invitation.ts";
import type { MemberRefusal } from "./members.ts";
import { type Access, may, permissionsOf, type Role, roleNames } from "./permissions.ts";

export interface ProviderChoice {
	readonly issuer: string;
	readonly clientId: string;
	/** What new people come in as. */
	readonly defaultRole: Role;
}

export interface ProviderChange {
	/** null: there is none yet. */
	readonly before: ProviderChoice | null;
	readonly after: ProviderChoice;
	readonly secretChanged: boolean;
}

export function mayChangeProvider(access: Access, { before, after, secretChanged }: ProviderChange): Result<void, MemberRefusal> {
	if (!may(access, "users.manage"))
		return err({
			code: "ABOVE_YOUR_ROLE",
			message: "A provider says who somebody is, so only who manages people can change it. Ask an admin.",
		});
	const another = before === null || before.issuer !== after.issuer || before.clientId !== after.clientId || secretChanged;
	if (another && access.role.key !== "owner")
		return err({
			code: "ABOVE_YOUR_ROLE",
			message: "A provider vouches for owners too, so only an owner can choose it: its address, client id and secret. Ask an owner.",
		});
	const { defaultRole: key } = after;
	return mayInvite(access, { key, name: roleNames[key], permissions: permissionsOf[key], entityIds: null });
}
