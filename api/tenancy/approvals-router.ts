// The inbox of everything that waits for a person.
import { router } from "../trpc.ts";
import { endAbsence, listAbsences, nameDeputy } from "./absences.ts";
import { decideApproval } from "./approvals-decide.ts";
import { decideApprovals } from "./approvals-decide-many.ts";
import { getApproval } from "./approvals-get.ts";
import { countApprovals, listApprovals } from "./approvals-list.ts";

export const approvalsRouter = router({
	list: listApprovals,
	get: getApproval,
	decide: decideApproval,
	decideMany: decideApprovals,
	count: countApprovals,
	absences: listAbsences,
	nameDeputy,
	endAbsence,
});
