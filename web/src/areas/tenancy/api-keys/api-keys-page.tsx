// API keys: which programs may use the REST API, what each may do, when it was last used and when it ends.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { trpc } from "../../../app/api-client.ts";
import { useNow } from "../../../app/now.ts";
import { useMay, useZone } from "../../../app/session.ts";
import { Button, buttonClass } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { ListCount } from "../../../kit/list-count.tsx";
import { FootBar, Split } from "../../../kit/page.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { zoneText } from "../../../kit/time-text.ts";
import { SecretOnce } from "../settings/secret-once.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { apiKeyColumns } from "./api-key-columns.tsx";
import { ApiKeyPanel } from "./api-key-panel.tsx";
import { MakeKeyDialog } from "./make-key-dialog.tsx";
import { TryKey } from "./try-key.tsx";

const route = getRouteApi("/shell/settings/api-keys");

export function ApiKeysPage() {
	const { open } = route.useSearch();
	const navigate = useNavigate({ from: "/settings/api-keys" });
	const may = useMay("api_keys.manage");
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const [making, setMaking] = useState(false);
	const [made, setMade] = useState<{ readonly name: string; readonly secret: string } | null>(null);
	const query = useQuery(trpc.apiKeys.list.queryOptions());
	const minute = `${now.slice(0, 16)}:00Z`;
	const columns = useMemo(() => apiKeyColumns(zone, minute), [zone, minute]);
	const rows = query.data?.rows ?? [];
	const opened = rows.find((row) => row.id === open);
	const show = (id: string | undefined): void => void navigate({ search: (before) => ({ ...before, open: id }), replace: true });
	const makeButton = (
		<Button tone="primary" icon="key" onClick={() => setMaking(true)}>
			Make a key
		</Button>
	);
	return (
		<SettingsPage
			title="API keys"
			body="wide"
			lead="For programs of yours. A key acts under its own name, in this company only, and does what its permissions say."
			tools={
				<>
					<a className={buttonClass({})} href="/api/docs" target="_blank" rel="noreferrer">
						<Icon name="external-link" />
						How to use the API
					</a>
					{may && rows.length > 0 ? makeButton : null}
				</>
			}
		>
			{making ? (
				<MakeKeyDialog
					onClose={() => setMaking(false)}
					onMade={({ id, ...key }) => {
						setMaking(false);
						setMade(key);
						show(id);
					}}
				/>
			) : null}
			{made === null ? null : (
				<SecretOnce title={`The key of ${made.name}`} label="Key" secret={made.secret} onClose={() => setMade(null)}>
					<TryKey secret={made.secret} />
				</SecretOnce>
			)}
			{query.data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<Split
					width={380}
					panel={
						opened === undefined ? null : (
							<ApiKeyPanel
								key={opened.id}
								apiKey={opened}
								zone={zone}
								takeFocus={byKeyboard}
								onClose={() => show(undefined)}
								onSecret={(secret) => setMade({ name: opened.name, secret })}
							/>
						)
					}
				>
					<DataTable
						label="API keys"
						memory="api-keys"
						columns={columns}
						narrow={opened !== undefined}
						rows={rows}
						idOf={(row) => row.id}
						height={36}
						total={rows.length}
						openId={open ?? null}
						onOpen={(row, by) => {
							setByKeyboard(by === "keyboard");
							show(row?.id);
						}}
						empty={
							<EmptyState title="No key yet" action={may ? makeButton : undefined}>
								A key lets a program read and do here what you choose, without anybody’s password.
							</EmptyState>
						}
					/>
					<FootBar>
						<ListCount total={query.data === undefined ? undefined : rows.length} one="key" />
						<span className="grow" />
						<span className="dim desk">Times {zoneText(zone, now)}</span>
					</FootBar>
				</Split>
			)}
		</SettingsPage>
	);
}
