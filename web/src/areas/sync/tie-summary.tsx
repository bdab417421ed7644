// How the newest control totals of a connection came out, in one mark: a difference by its amount, else ties, else not proven.
import { counted } from "../../kit/amount.tsx";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import type { ConnectionRow } from "./connection-types.ts";

export function TieSummary({ connection }: { readonly connection: Pick<ConnectionRow, "tie" | "totals"> }) {
	const { tie, totals } = connection;
	const off = totals.find((total) => total.verdict === "differs");
	if (off?.ours != null && off.theirs !== null) {
		const difference = { minor: (BigInt(off.ours.minor) - BigInt(off.theirs.minor)).toString(), currency: off.currency };
		return <TieMark difference={difference}>{tie.differs > 1 ? `${tie.differs} differ` : undefined}</TieMark>;
	}
	if (tie.differs > 0) return <span className="fail-text strong">{counted(tie.differs, "total")} off</span>;
	if (tie.ties > 0) {
		const currency = totals.find((total) => total.verdict === "ties")?.currency ?? "USD";
		return <TieMark difference={{ minor: "0", currency }} />;
	}
	return tie.notProven > 0 ? <NotProven /> : <span className="dim">{"\u2013"}</span>;
}
