// The company's data keys: which one seals now, which only open what they sealed, and how to read histories in Temporal's own pages.
import { Modal } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { queryClient, trpc } from "../../app/api-client.ts";
import { useZone } from "../../app/session.ts";
import { counted, countText } from "../../kit/amount.tsx";
import { Button, buttonClass } from "../../kit/button.tsx";
import { CodeBlock } from "../../kit/code-block.tsx";
import { failureOf } from "../../kit/failure.ts";
import { Icon } from "../../kit/icon.tsx";
import { FootBar } from "../../kit/page.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { EmptyState, ErrorState, LoadingState, NoticeBar } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import type { StatusWord } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText } from "../../kit/time-text.ts";
import { SettingsPage } from "./settings/settings-page.tsx";

type Status = RouterOutputs["keys"]["status"];
type KeyRow = Status["keys"][number];

const keyWords = {
	active: { word: "Seals now", icon: "key", tone: "ok" },
	pending: { word: "On its way", icon: "clock", tone: "run" },
	retired: { word: "Opens only", icon: "lock", tone: "idle" },
} as const satisfies Readonly<Record<KeyRow["state"], StatusWord>>;

const column = columnsOf<KeyRow>();

const keyColumns = (zone: string) =>
	column.columns([
		column.accessor("no", {
			header: "Key",
			meta: { kind: "text", width: "minmax(90px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med num">Key {getValue()}</span>,
		}),
		column.accessor("state", {
			header: "State",
			meta: { kind: "status", width: "132px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={keyWords} status={getValue()} />,
		}),
		column.accessor("secrets", {
			header: "Credentials sealed",
			meta: { kind: "count", width: "150px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor((row) => whenText(row.activatedAt ?? row.createdAt, zone), {
			id: "activatedAt",
			header: "Seals since",
			meta: { kind: "instant", width: "minmax(190px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec num">{getValue()}</span>,
		}),
		column.accessor("retiredAt", {
			header: "Until",
			meta: { kind: "instant", width: "minmax(190px, 1fr)" },
			cell: ({ getValue }) => {
				const at = getValue();
				return at === null ? <span className="dim">{"\u2013"}</span> : <span className="sec num">{fullMomentText(at, zone)}</span>;
			},
		}),
	]);

const whenText = (at: string | null, zone: string): string => (at === null ? "the company’s first day" : fullMomentText(at, zone));

export function KeysPage() {
	const zone = useZone();
	const query = useQuery(trpc.keys.status.queryOptions());
	const columns = useMemo(() => keyColumns(zone), [zone]);
	const status = query.data;
	return (
		<SettingsPage title="Data keys" body="wide" tools={status === undefined ? null : <Rotate status={status} />}>
			{status === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					{status.rotatingJobId === null ? null : (
						<NoticeBar tone="idle">
							<span>A rotation is going on. Runs go on meanwhile; nothing sealed before is lost.</span>
							<Link to="/jobs/$jobId" params={{ jobId: status.rotatingJobId }}>
								Watch the run
							</Link>
						</NoticeBar>
					)}
					{status.keys.some(({ no, state }) => no === 1 && state === "active") ? (
						<NoticeBar tone="idle">
							Key 1 follows from the installation’s master key, so it can’t be destroyed when the company is erased. The company is given a
							random one by itself, as a run that you find under Jobs; or rotate it now.
						</NoticeBar>
					) : null}
					<h2 className="vh">Histories and keys</h2>
					{status.codec === null ? null : <Codec codec={status.codec} />}
					<DataTable
						label="Data keys"
						memory="keys"
						columns={columns}
						rows={status.keys}
						idOf={(row) => String(row.no)}
						height={36}
						total={status.keys.length}
						empty={<EmptyState title="No key yet">The first one is made with the company.</EmptyState>}
					/>
					<FootBar>
						<span className="num">
							{counted(status.keys.length, "key")}
							{status.keys.every(({ no }) => no > 1) ? ", counted from 2: there is no key 1 that follows from the master key" : ""}
						</span>
						<span className="grow" />
						<span className="desk">No key itself is ever shown or sent anywhere.</span>
					</FootBar>
				</>
			)}
		</SettingsPage>
	);
}

function Codec({ codec }: { readonly codec: NonNullable<Status["codec"]> }) {
	return (
		<PanelSection title="Reading histories in Temporal’s own pages">
			<p className="sec text-block">
				Payloads are sealed with the company’s key. Temporal Web opens them through this address with your own session; another company’s
				payloads stay closed. There, once: open the codec settings (the glasses, top right), choose “Use my browser setting”, enter the
				address and switch on “Include cross-origin credentials”; then stay signed in here.
			</p>
			<div style={{ marginTop: 8 }}>
				<CodeBlock label="Codec server address" text={codec.endpoint} />
			</div>
			<a
				href={`${codec.temporalWebUrl}/namespaces/${codec.namespace}/workflows`}
				target="_blank"
				rel="noreferrer"
				className={buttonClass({ size: "small" })}
				style={{ marginTop: 8 }}
			>
				<Icon name="external-link" />
				Open Temporal Web
			</a>
		</PanelSection>
	);
}

function Rotate({ status }: { readonly status: Status }) {
	const [asking, setAsking] = useState(false);
	const rotate = useMutation(
		trpc.keys.rotate.mutationOptions({
			onSuccess: () => {
				setAsking(false);
				void queryClient.invalidateQueries({ queryKey: [["keys"]] });
				void queryClient.invalidateQueries({ queryKey: [["jobs"]] });
			},
		}),
	);
	const secrets = status.keys.reduce((sum, key) => sum + key.secrets, 0);
	const next = Math.max(0, ...status.keys.map((key) => key.no)) + 1;
	return (
		<>
			<Button tone="primary" icon="key" disabled={status.rotatingJobId !== null} onClick={() => setAsking(true)}>
				Rotate the key
			</Button>
			<Modal
				opened={asking}
				onClose={() => setAsking(false)}
				title={`Make key ${next} and seal with it?`}
				closeButtonProps={{ "aria-label": "Close" }}
			>
				<p className="sec">
					{counted(secrets, "credential")} {secrets === 1 ? "is" : "are"} sealed anew. New histories and stored pages use key {next}; the
					old keys stay, to open what they sealed. Runs go on meanwhile.
				</p>
				{rotate.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(rotate.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep key {next - 1}
					</Button>
					<Button tone="primary" icon="key" busy={rotate.isPending} onClick={() => rotate.mutate()}>
						Rotate the key
					</Button>
				</div>
			</Modal>
		</>
	);
}
