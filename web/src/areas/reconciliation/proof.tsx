// The proof of one payout: bank line = payout = Σ of its balance transactions = what NetSuite booked, or the leaf where it breaks.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { Button, buttonClass, IconButton } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { ErrorState, LoadingState } from "../../kit/states.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import { dateText } from "../../kit/time-text.ts";
import { ExceptionItems } from "./exception-items.tsx";
import { ProofTree } from "./proof-tree.tsx";
import classes from "./proof.module.css";

export type ProofData = RouterOutputs["reconciliations"]["proof"];

/** Opens the chain of custody of "<canonical id>.<version>", and says in which line its figure stands. */
export type OpenCustody = (pointer: string, line?: string) => void;

interface ProofProps {
	readonly runId: string;
	readonly payoutKey: string;
	readonly onCustody: OpenCustody;
	readonly onClose: () => void;
}

export function Proof({ runId, payoutKey, onCustody, onClose }: ProofProps) {
	const box = useRef<HTMLElement>(null);
	const query = useQuery(trpc.reconciliations.proof.queryOptions({ runId, payoutKey }));
	const proof = query.data;
	useEffect(() => {
		if (window.matchMedia("(max-width: 1099px)").matches) box.current?.scrollIntoView({ block: "start" });
	}, []);
	return (
		<section
			className={classes.panel}
			aria-label="Proof of payout"
			ref={box}
			tabIndex={-1}
			onKeyDown={(event) => {
				if (event.key !== "Escape") return;
				event.stopPropagation();
				onClose();
			}}
		>
			<div className={classes.head}>
				<h2 className="nowrap">Proof of payout</h2>
				<span className={`mono ${classes.id}`} title={payoutKey}>
					{payoutKey}
				</span>
				<span className="sec nowrap desk">{proof === undefined ? "" : dateText(proof.ledgerDate)}</span>
				<span className="grow" />
				{proof === undefined ? null : <HeadMark proof={proof} />}
				<IconButton icon="x" label="Close the proof" shortcut="Esc" onClick={onClose} />
			</div>
			{proof === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<div className={classes.body}>
					<ProofTree runId={runId} proof={proof} onCustody={onCustody} />
					<div className={classes.card}>
						<p>
							<Sentence text={proof.sentence} />
						</p>
						<div className="row wrap">
							<Button size="small" tone="quiet" icon="link" onClick={() => onCustody(`${proof.canonicalId}.${proof.canonicalVersion}`)}>
								Chain of custody of the payout
							</Button>
							<Link to="/jobs/touching" search={{ payout: payoutKey }} className={buttonClass({ size: "small", tone: "quiet" })}>
								<Icon name="history" />
								Which jobs touched it
							</Link>
						</div>
					</div>
					<ProofExceptions proof={proof} onCustody={onCustody} />
				</div>
			)}
		</section>
	);
}

function HeadMark({ proof }: { readonly proof: ProofData }) {
	const ties = BigInt(proof.difference.minor) === 0n;
	if (ties && proof.status === "matched") return <TieMark difference={proof.difference} />;
	const leaves = proof.exceptions.length;
	if (ties) return <span className="wait-text small nowrap">{counted(leaves, "exception")}, difference 0.00</span>;
	return (
		<span className="row nowrap" style={{ flex: "none" }}>
			<TieMark difference={proof.difference} />
			<span className="fail-text small desk">{leaves === 1 ? "one leaf" : `${leaves} leaves`}</span>
		</span>
	);
}

/** The first sentence in bold: who agrees. */
function Sentence({ text }: { readonly text: string }) {
	const end = /[.!] /.exec(text);
	if (end === null) return <b>{text}</b>;
	return (
		<>
			<b>{text.slice(0, end.index + 1)}</b> {text.slice(end.index + 2)}
		</>
	);
}

function ProofExceptions({ proof, onCustody }: { readonly proof: ProofData; readonly onCustody: OpenCustody }) {
	if (proof.exceptions.length === 0) return null;
	return (
		<div className={classes.facts}>
			<h3>Where it breaks</h3>
			<ExceptionItems exceptions={proof.exceptions} onCustody={onCustody} />
		</div>
	);
}
