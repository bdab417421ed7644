// What breaks, one sentence each, with its figure and the way down to its record.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount } from "../../kit/amount.tsx";
import { IconButton } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { exceptionWord } from "./exception-words.ts";

type Exception = RouterOutputs["reconciliations"]["exceptions"]["rows"][number];

interface ExceptionItemsProps {
	readonly exceptions: readonly Pick<Exception, "id" | "type" | "leaf" | "sentence" | "difference" | "a" | "b">[];
	readonly onCustody: (pointer: string) => void;
}

export function ExceptionItems({ exceptions, onCustody }: ExceptionItemsProps) {
	return (
		<ul>
			{exceptions.map(({ id, type, leaf, sentence, difference, a, b }) => {
				const pointer = a ?? b;
				const { icon, word } = exceptionWord(type);
				return (
					<li key={id} className="row" style={{ padding: "5px 0", alignItems: "flex-start" }}>
						<span style={{ paddingTop: 3 }}>
							<Icon name={icon} size={14} />
						</span>
						<span className="grow">
							<b className="med">{word}</b> <span className="sec">{sentence}</span>
						</span>
						<Amount value={difference} />
						{pointer === null ? null : (
							<IconButton
								icon="link"
								label={`Chain of custody of ${leaf}`}
								onClick={() => onCustody(`${pointer.canonicalId}.${pointer.canonicalVersion}`)}
							/>
						)}
					</li>
				);
			})}
		</ul>
	);
}
