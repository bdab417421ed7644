// Who is signed in, for which company, and what they may do.
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../api/app-router.ts";
import { trpc } from "./api-client.ts";

export type Me = RouterOutputs["auth"]["me"];
export type Permission = Me["permissions"][number];
export type Entity = RouterOutputs["entities"]["list"][number];

export const meQuery = () => trpc.auth.me.queryOptions(undefined, { staleTime: 5 * 60_000, retry: false });

export const useMe = (): Me => useSuspenseQuery(meQuery()).data;

export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission);

export const useEntities = (): readonly Entity[] =>
	useQuery(trpc.entities.list.queryOptions(undefined, { staleTime: 5 * 60_000 })).data ?? [];

/** The ledger time zone that instants are shown in; the browser's until the entity is known. */
export const useZone = (): string => useEntities()[0]?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

export const dataKindWords = { demo: "demo data", sandbox: "sandbox", production: "production" } as const;
