// What members may do, remembered for at most two seconds, so that a permission check costs no question to the database. A change
// drops it at once, in every process, through NOTIFY; a process that can't hear relies on the two seconds.
import { accessChannel, accessOf, type Member, type MemberAccess } from "../db/tenancy/access.store.ts";
import type { Orm } from "../db/orm.ts";
import { withTenant } from "../db/tenant-scope.ts";
import type { Log } from "./log.ts";
import { listenTo } from "./pg-listener.ts";

const keepMs = 2000;
// A flood of members must not grow it without end; whoever is gone is read again.
const mostMembers = 20_000;

export interface AccessCache {
	/** null: no member, removed, or let in for a time that is over; that is never remembered. */
	readonly of: (member: Member) => Promise<MemberAccess | null>;
	/** Forgets a company's members, in this process. */
	readonly drop: (tenantId: string) => void;
	readonly stop: () => Promise<void>;
}

export interface AccessCacheOptions {
	readonly orm: Orm;
	/** The login role's, to hear of changes. */
	readonly url: string;
	readonly log: Log;
	/** Milliseconds. */
	readonly now?: () => number;
}

interface Kept {
	readonly access: MemberAccess;
	readonly until: number;
}

export function openAccessCache({ orm, url, log, now = Date.now }: AccessCacheOptions): AccessCache {
	const companies = new Map<string, Map<string, Kept>>();
	// What was read before a change but arrives after it must not be kept.
	let changes = 0;
	let members = 0;
	const clear = (): void => {
		changes++;
		members = 0;
		companies.clear();
	};
	const drop = (tenantId: string): void => {
		changes++;
		members -= companies.get(tenantId)?.size ?? 0;
		companies.delete(tenantId);
	};
	const keep = (tenantId: string, key: string, kept: Kept): void => {
		if (members >= mostMembers) clear();
		const company = companies.get(tenantId) ?? new Map<string, Kept>();
		if (!company.has(key)) members++;
		companies.set(tenantId, company.set(key, kept));
	};
	const read = async (member: Member, key: string): Promise<MemberAccess | null> => {
		const began = { changes, at: now() };
		const { tenantId, userId } = member;
		const access = await withTenant(orm, { tenantId, userId, entityIds: null }, (em) => accessOf(em, member));
		if (access !== null && began.changes === changes) keep(tenantId, key, { access, until: began.at + keepMs });
		return access;
	};
	const { stop } = listenTo({
		url,
		channel: accessChannel,
		name: "tieout access",
		log,
		heard: (tenantId) => (tenantId === undefined ? clear() : drop(tenantId)),
		connected: clear,
	});
	return {
		of: async (member) => {
			const key = `${member.userId} ${member.sessionId ?? ""}`;
			const kept = companies.get(member.tenantId)?.get(key);
			return kept !== undefined && kept.until > now() ? kept.access : read(member, key);
		},
		drop,
		stop,
	};
}
