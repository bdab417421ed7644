// The database roles. The owner migrates; the login role may do nothing but become the app role inside a transaction;
// the app role has the grants and is bound by the policies; the door role owns the cross-tenant functions and reads ids; the retention
// role may call what makes and ends the audit trail's months (audit-months.ts), and nothing else; the erasure role is the app role that
// may besides delete recorded rows of the acting tenant, except those of the audit trail.
import { createHmac } from "node:crypto";

export const loginRole = "tieout_login";
export const appRole = "tieout_app";
export const doorRole = "tieout_door";
export const retentionRole = "tieout_retention";
export const erasureRole = "tieout_erasure";

/** The login role's password: derived from the owner's, so that an installation has one database secret and not two. */
function loginPassword(adminUrl: URL): string {
	return createHmac("sha256", `tieout:${decodeURIComponent(adminUrl.password)}`)
		.update(loginRole)
		.digest("base64url");
}

/** The URL under which the application logs in to the database of `adminUrl`. */
export function loginUrlOf(adminUrl: string): string {
	const url = new URL(adminUrl);
	url.password = loginPassword(url);
	url.username = loginRole;
	return url.toString();
}

/**
 * SQL that makes the roles or puts them right. Roles belong to the server, so it must be safe to run again, also at the same time.
 * @param loginUrl says the login role's password, for an installation that keeps the owner's from API and workers
 */
export function rolesSql(adminUrl: string, loginUrl = loginUrlOf(adminUrl)): string {
	const password = decodeURIComponent(new URL(loginUrl).password);
	if (!/^[\w.~-]{16,}$/.test(password)) throw new Error("The login role's password must be 16 or more letters, digits, - or _.");
	return `
do $$
begin
	perform pg_advisory_xact_lock(hashtext('tieout roles'));
	if not exists (select from pg_roles where rolname = '${appRole}') then
		create role ${appRole} nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
	if not exists (select from pg_roles where rolname = '${doorRole}') then
		create role ${doorRole} nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
	if not exists (select from pg_roles where rolname = '${retentionRole}') then
		create role ${retentionRole} nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
	if not exists (select from pg_roles where rolname = '${erasureRole}') then
		create role ${erasureRole} nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
	if not exists (select from pg_roles where rolname = '${loginRole}') then
		create role ${loginRole} login noinherit nosuperuser nobypassrls nocreatedb nocreaterole;
	end if;
	alter role ${loginRole} login noinherit password '${password}';
	grant ${appRole} to ${loginRole} with inherit false, set true, admin false;
	grant ${retentionRole} to ${loginRole} with inherit false, set true, admin false;
	grant ${erasureRole} to ${loginRole} with inherit false, set true, admin false;
	-- Bound by the app role's policies, because it has its privileges.
	grant ${appRole} to ${erasureRole} with inherit true, set false, admin false;
	-- An owner that is no superuser can hand functions to a role only as its member.
	execute format('grant ${doorRole} to %I with inherit true, set true', current_user);
end
$$;
`;
}
