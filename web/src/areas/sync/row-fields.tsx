import { Link } from "@tanstack/react-router";
import { masked } from "../../../../domain/tenancy/policies/masking.ts";
import { Amount } from "../../kit/amount.tsx";
import { type Fact, FactList, PanelSection } from "../../kit/panel.tsx";
import { dateText, fullMomentText } from "../../kit/time-text.ts";
import type { CanonicalView } from "./row-columns.tsx";

const dateKinds: Readonly<Record<string, string>> = {
	instant: "placed in the entity’s zone",
	ledger_date: "ledger date",
	value_date: "value date",
};

const idFact = (label: string, value: string, search: Readonly<Record<string, string>> | null): readonly Fact[] =>
	value === ""
		? []
		: [
				{
					label,
					value:
						search === null || value.includes(masked) ? (
							<span className="mono">{value}</span>
						) : (
							<Link to="/explorer" search={search} className="mono">
								{value}
							</Link>
						),
				},
			];

const textFact = (label: string, value: string): readonly Fact[] => (value === "" ? [] : [{ label, value: value.replaceAll("_", " ") }]);

export function RowFields({ row, zone }: { readonly row: CanonicalView; readonly zone: string }) {
	return (
		<PanelSection>
			<FactList
				facts={[
					{ label: "Amount", value: <Amount value={row.amount} withCurrency /> },
					{ label: "Fee", value: <Amount value={row.fee} withCurrency /> },
					{ label: "Net", value: <Amount value={row.net} withCurrency /> },
					{ label: "Date", value: `${dateText(row.ledgerDate)}, ${dateKinds[row.dateKind] ?? row.dateKind}` },
					...(row.occurredAt === null ? [] : [{ label: "Happened", value: fullMomentText(row.occurredAt, zone) }]),
					...textFact("Category", row.category),
					...textFact("Status", row.status),
					...idFact("Natural key", row.naturalKey, null),
					...idFact("Reference", row.reference, { kind: row.kind, reference: row.reference }),
					...idFact("Group", row.groupKey, { kind: row.kind, group: row.groupKey }),
					...idFact("Payout", row.groupReference, { kind: "payout_item", group: row.groupReference }),
					...idFact("Related", row.relatedKey, null),
					...idFact("Document", row.document, null),
					...textFact("Document kind", row.documentKind),
					...idFact("Account", row.account, null),
					...textFact("Description", row.description),
					{ label: "Connection", value: row.connectionName },
					{ label: "Version", value: String(row.version) },
				]}
			/>
		</PanelSection>
	);
}
