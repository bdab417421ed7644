// Names of the procedures about people, roles, the company itself, support and the platform.
import { router } from "../trpc.ts";
import { askForPlan, getCompany, getPlan, updateCompany } from "./company.ts";
import { changeRole, removeUser, restoreUser } from "./member-change.ts";
import { getMember, listMembers } from "./members-list.ts";
import {
	askForAccess,
	getCompanyForPlatform,
	leaveCompany,
	listCompanies,
	resumeCompany,
	setCompanyPlan,
	suspendCompany,
} from "./platform.ts";
import { createRole, discardDraft, publish, remove, saveDraft } from "./role-edit.ts";
import { roleMatrix } from "./roles-list.ts";
import { endAccess, grantAccess, listSupport, refuseAccess } from "./support.ts";
import { stopViewing, viewAs } from "./view-as.ts";

export const usersRouter = router({ list: listMembers, get: getMember, changeRole, remove: removeUser, restore: restoreUser });
export const rolesRouter = router({
	matrix: roleMatrix,
	create: createRole,
	saveDraft,
	discardDraft,
	publish,
	remove,
	viewAs,
	stopViewing,
});
export const tenantRouter = router({ get: getCompany, update: updateCompany, plan: getPlan, askForPlan });
export const supportRouter = router({ list: listSupport, grant: grantAccess, refuse: refuseAccess, end: endAccess });
export const platformRouter = router({
	companies: listCompanies,
	company: getCompanyForPlatform,
	suspend: suspendCompany,
	resume: resumeCompany,
	setPlan: setCompanyPlan,
	askForAccess,
	leave: leaveCompany,
});
