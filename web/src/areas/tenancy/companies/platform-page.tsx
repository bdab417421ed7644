// Platform administration: every company by how it is set up, nothing of what is in it. Being let in is asked for here.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { useNow } from "../../../app/now.ts";
import { useZone } from "../../../app/session.ts";
import { countText } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { FilterChip, SearchField } from "../../../kit/filter-chips.tsx";
import { FootBar, Split, Toolbar } from "../../../kit/page.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { readingOf, useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { momentText } from "../../../kit/time-text.ts";
import { companyWords, planText } from "../company/company-words.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { CompanyPanel } from "./company-panel.tsx";

export type PlatformCompany = RouterOutputs["platform"]["companies"]["rows"][number];

const route = getRouteApi("/shell/settings/platform");
const column = columnsOf<PlatformCompany>();
const statuses = ["active", "suspended", "closing"] as const;

const companyColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("name", {
			header: "Company",
			meta: { kind: "text", width: "minmax(180px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med trunc">{getValue()}</span>,
		}),
		column.accessor("status", {
			header: "State",
			meta: { kind: "status", width: "118px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={companyWords} status={getValue()} />,
		}),
		column.accessor("plan", {
			header: "Plan",
			meta: { kind: "text", width: "minmax(130px, 1fr)", phone: "c" },
			cell: ({ row, getValue }) => (
				<span className="trunc">
					{planText(getValue())}
					{row.original.askedPlan === null ? null : <span className="wait-text"> asks for {planText(row.original.askedPlan)}</span>}
				</span>
			),
		}),
		column.accessor("members", {
			header: "Members",
			meta: { kind: "count", width: "90px", phone: "d" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("createdAt", {
			header: "Since",
			meta: { kind: "instant", width: "150px", spare: true },
			cell: ({ getValue }) => <span className="sec num">{momentText(getValue(), zone, now)}</span>,
		}),
		column.accessor("id", {
			header: "Id",
			meta: { kind: "id", width: "minmax(140px, 1fr)", spare: true },
			cell: ({ getValue }) => <span className="mono dim trunc">{getValue()}</span>,
		}),
	]);

export function PlatformPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/settings/platform" });
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const input = { search: search.q ?? "", status: statuses.find((each) => each === search.status) ?? "" } as const;
	const list = useKeysetRows<PlatformCompany, RouterOutputs["platform"]["companies"]>({
		key: [...trpc.platform.companies.pathKey(), { list: input }],
		fetch: (after, signal) => api.platform.companies.query({ ...input, after }, { signal }),
		// Changes are told within a company, and who runs the platform is in none.
		pollMs: 10_000,
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => companyColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = list.rows.find((row) => row.id === search.open);
	const show = (id: string | undefined): void => void navigate({ search: (before) => ({ ...before, open: id }), replace: true });
	return (
		<SettingsPage title="Companies" body="wide" lead="How each company is set up. What is in one is seen only by who is let in.">
			<Toolbar label="Search and filters">
				<SearchField
					label="Search names"
					value={search.q}
					onChange={(q) => void navigate({ search: (before) => ({ ...before, q }), replace: true })}
				/>
				<FilterChip
					label="State"
					value={search.status}
					options={statuses.map((value) => ({ value, label: companyWords[value].word }))}
					onChange={(status) => void navigate({ search: (before) => ({ ...before, status }), replace: true })}
				/>
			</Toolbar>
			<Split
				width={380}
				panel={
					open === undefined ? null : (
						<CompanyPanel key={open.id} company={open} zone={zone} takeFocus={byKeyboard} onClose={() => show(undefined)} />
					)
				}
			>
				<DataTable
					label="Companies"
					memory={`companies ${JSON.stringify(input)}`}
					columns={columns}
					narrow={open !== undefined}
					rows={list.rows}
					idOf={(row) => row.id}
					height={36}
					openId={search.open ?? null}
					onOpen={(row, by) => {
						setByKeyboard(by === "keyboard");
						show(row?.id);
					}}
					{...readingOf(list)}
					empty={
						<EmptyState
							title="No company matches"
							action={<Button onClick={() => void navigate({ search: {} })}>Show all companies</Button>}
						/>
					}
				/>
				<FootBar>
					<span className="num">
						{countText(list.rows.length)} {list.hasMore ? "shown, more below" : list.rows.length === 1 ? "company" : "companies"}
					</span>
				</FootBar>
			</Split>
		</SettingsPage>
	);
}
