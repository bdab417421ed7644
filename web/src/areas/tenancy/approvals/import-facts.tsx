// A file that would be imported: what it is, what it is worth, and the way to its rows.
import { Link } from "@tanstack/react-router";
import { Amount, countText } from "../../../kit/amount.tsx";
import { Hash } from "../../../kit/hash.tsx";
import { type Fact, FactList } from "../../../kit/panel.tsx";
import { type ApprovalDetail, amountsOf } from "./approval-words.tsx";
import classes from "./approvals.module.css";

interface ImportFactsProps {
	readonly approval: ApprovalDetail;
	readonly file: NonNullable<ApprovalDetail["file"]>;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export function ImportFacts({ approval, file }: ImportFactsProps) {
	const after: Readonly<Record<string, unknown>> = { ...(approval.diff?.after as object | undefined) };
	const accepts = Array.isArray(after["accepts"]) ? after["accepts"].map(String) : [];
	const facts: readonly Fact[] = [
		{
			label: "File",
			value: (
				<Link to="/connections/$connectionId/files/$fileId" params={{ connectionId: file.connectionId, fileId: file.id }}>
					{textOf(after["file"])}
				</Link>
			),
		},
		{ label: "Into", value: textOf(after["connection"]) },
		{ label: "Read as", value: textOf(after["format"]) },
		{ label: "Records", value: typeof after["records"] === "number" ? countText(after["records"]) : "not counted" },
		{
			label: "Money in and out",
			value: amountsOf(approval).map((amount) => (
				<span key={amount.currency} style={{ display: "block" }}>
					<Amount value={amount} withCurrency />
				</span>
			)),
		},
		...(accepts.length === 0
			? []
			: [{ label: "In spite of", value: `${accepts.map(spite).join(" and ")}: ${textOf(after["acceptedBecause"])}` }]),
		{ label: "Bytes", value: <Hash value={textOf(after["content"])} label="the hash of the file" /> },
		{ label: "Columns", value: <Hash value={textOf(after["readAs"])} label="the hash of how it is read" /> },
	];
	return (
		<div className={classes.facts}>
			<FactList facts={facts} />
			<p className="dim small">The file’s own page has every row as it would be read, and whether its balances tie.</p>
		</div>
	);
}

const spite = (accepted: string): string => (accepted === "difference" ? "balances that don’t tie" : "the same records in another file");
