// A row of the list that has no proof of its own: its sentence, its records with their chains of custody, and its exceptions.
import { useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { Amount, counted } from "../../kit/amount.tsx";
import { IconButton } from "../../kit/button.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { Panel, PanelBody } from "../../kit/panel.tsx";
import { dateText } from "../../kit/time-text.ts";
import { ExceptionItems } from "./exception-items.tsx";
import classes from "./proof.module.css";
import type { Run } from "./result-page.tsx";

type Row = RouterOutputs["reconciliations"]["payouts"]["rows"][number];

interface RowPanelProps {
	readonly run: Run;
	readonly row: Row;
	/** "<canonical id>.<version>" */
	readonly onCustody: (pointer: string) => void;
	readonly onClose: () => void;
}

const titles: Readonly<Record<Row["rowKind"], string>> = {
	payout: "Payout",
	other_period: "Payout of another period",
	returned: "Returned payout",
	untied: "Not tied to a payout",
	activity: "Movements and journals",
};

export function RowPanel({ run, row, onCustody, onClose }: RowPanelProps) {
	const query = useQuery(trpc.reconciliations.exceptions.queryOptions({ runId: run.id, rowKey: row.rowKey, limit: 200 }));
	const exceptions = query.data?.rows ?? [];
	return (
		<Panel label={titles[row.rowKind]} subject={row.rowKey} takeFocus onClose={onClose} title={titles[row.rowKind]}>
			<PanelBody>
				<div className={classes.card}>
					<p>{row.sentence}</p>
				</div>
				{row.records.length === 0 ? null : (
					<div className={classes.facts}>
						<h3>Records</h3>
						<ul>
							{row.records.map((record) => (
								<li key={`${record.canonicalId} ${record.side}`} className="row" style={{ padding: "5px 0" }}>
									<span className="grow">
										{record.side === "a" ? "Stripe" : "Booked or banked"} <IdText>{record.label}</IdText>{" "}
										<span className="sec">{dateText(record.ledgerDate)}</span>
									</span>
									<Amount value={record.amount} />
									<IconButton
										icon="link"
										label={`Chain of custody of ${record.label}`}
										onClick={() => onCustody(`${record.canonicalId}.${record.canonicalVersion}`)}
									/>
								</li>
							))}
						</ul>
					</div>
				)}
				{exceptions.length === 0 ? null : (
					<div className={classes.facts}>
						<h3>{counted(query.data?.total ?? exceptions.length, "exception")}</h3>
						<ExceptionItems exceptions={exceptions} onCustody={onCustody} />
					</div>
				)}
			</PanelBody>
		</Panel>
	);
}
