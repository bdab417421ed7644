// Names of the tenancy area's procedures.
import { router } from "../trpc.ts";
import { acceptAsMe, acceptAsNew, invitation } from "./accept-invitation.ts";
import { accountSecurity, changePassword, confirmTotp, removeTotp, renewRecoveryCodes, setUpTotp } from "./account.ts";
import { invite, inviteAgain, listInvitations, takeBackInvitation } from "./invitations.ts";
import { finishRegistration, register, registration } from "./register.ts";
import { forgotPassword, resetPassword } from "./reset-password.ts";
import { requestAccess } from "./access-request.ts";
import { leaveCompany } from "./leave-company.ts";
import { unlockAccount } from "./unlock-account.ts";
import { enterAnother } from "./enter-another.ts";
import { listEntities } from "./entities.ts";
import { rotateKeys } from "./keys-rotate.ts";
import { keysStatus } from "./keys-status.ts";
import { login, loginCode } from "./login.ts";
import { logout } from "./logout.ts";
import { me } from "./me.ts";
import { issueToken, refreshToken, revokeToken } from "./program-tokens.ts";
import { changeView, createView, listViews, removeView } from "./saved-views.ts";
import { endAllSessions, endSession, listSessions } from "./sessions.ts";
import { addSsoDomain, proveSsoDomain, removeSso, removeSsoDomain, saveSso, ssoFor, ssoSettings } from "./single-sign-on.ts";
import { switchTenant } from "./switch-tenant.ts";

export const authRouter = router({
	me,
	login,
	loginCode,
	logout,
	switchTenant,
	enterAnother,
	token: issueToken,
	refresh: refreshToken,
	revoke: revokeToken,
	sessions: listSessions,
	endSession,
	endAllSessions,
	register,
	registration,
	finishRegistration,
	forgotPassword,
	resetPassword,
	invitation,
	acceptAsNew,
	acceptAsMe,
	leave: leaveCompany,
	ssoFor,
});
export const ssoRouter = router({
	get: ssoSettings,
	save: saveSso,
	remove: removeSso,
	addDomain: addSsoDomain,
	proveDomain: proveSsoDomain,
	removeDomain: removeSsoDomain,
});
export const accountRouter = router({
	security: accountSecurity,
	changePassword,
	setUpTotp,
	confirmTotp,
	removeTotp,
	renewRecoveryCodes,
	unlock: unlockAccount,
});
export const invitationsRouter = router({ list: listInvitations, create: invite, again: inviteAgain, takeBack: takeBackInvitation });
export const accessRouter = router({ request: requestAccess });
export const entitiesRouter = router({ list: listEntities });
export const keysRouter = router({ status: keysStatus, rotate: rotateKeys });
export const viewsRouter = router({ list: listViews, create: createView, change: changeView, remove: removeView });
