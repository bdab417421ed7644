// Opening + movements = closing, per account; or the words "not proven" where the file says no balance.
import { Amount, counted } from "../../kit/amount.tsx";
import { PanelSection } from "../../kit/panel.tsx";
import { NotProven, TieMark } from "../../kit/tie-mark.tsx";
import type { Preview } from "./file-words.ts";
import classes from "./file-page.module.css";

type Proof = Preview["proofs"][number];

export function StatementProofs({ proofs }: { readonly proofs: readonly Proof[] }) {
	return (
		<>
			{proofs.map((proof) => (
				<PanelSection
					key={`${proof.account} ${proof.currency} ${proof.number}`}
					title={`${proof.account === "" ? "Account not named" : proof.account}, ${proof.currency}`}
					beside={<Mark proof={proof} />}
				>
					{proof.verdict === "not_proven" ? <p className="dim small">{proof.sentence}</p> : <ProofLines proof={proof} />}
				</PanelSection>
			))}
		</>
	);
}

const differenceOf = (proof: Proof): bigint | null =>
	proof.openingMinor === null || proof.closingMinor === null
		? null
		: BigInt(proof.openingMinor) + BigInt(proof.movementsMinor) - BigInt(proof.closingMinor);

function Mark({ proof }: { readonly proof: Proof }) {
	const difference = differenceOf(proof);
	return difference === null || proof.verdict === "not_proven" ? (
		<NotProven />
	) : (
		<TieMark difference={{ minor: difference.toString(), currency: proof.currency }} />
	);
}

function ProofLines({ proof }: { readonly proof: Proof }) {
	const money = (minor: string | null) => (minor === null ? null : { minor, currency: proof.currency });
	return (
		<div className={classes.proof}>
			<span className="sec">Opening</span>
			<Amount value={money(proof.openingMinor)} />
			<span className="sec">{counted(proof.count, "movement")}</span>
			<Amount value={money(proof.movementsMinor)} />
			<span className={classes.final}>Closing</span>
			<span className={classes.final}>
				<Amount value={money(proof.closingMinor)} strong final={proof.verdict === "ties"} />
			</span>
			{proof.verdict === "ties" ? null : <span className={classes.sentence}>{proof.sentence}</span>}
		</div>
	);
}
