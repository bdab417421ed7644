// The processor's side of the data faults: charges published late, payouts that came back, texts that were changed.
import { addDays } from "../../domain/core/dates.ts";
import { unixOfValueDate, utcDayOf } from "../core/calendar.ts";
import { randomOf } from "../core/random.ts";
import { type Customer, cardBrands, orderTotal } from "./catalog.ts";
import type { Edit } from "./edit.ts";
import type { CompanyOptions } from "./options.ts";
import { chargeFee } from "./pricing.ts";
import type { Charge, ProcessorHistory } from "./processor.ts";

// Far above every ordinary order number, so that no later order is renumbered.
const firstLateOrder = 900_001;

/** Charges behind the cursor. They become available two days after they were published, so no payout that exists can hold them. */
export function lateCharges(options: CompanyOptions, edits: readonly Edit[], customers: readonly Customer[]): Charge[] {
	return edits.flatMap((edit) => {
		if (edit.kind !== "late_charge") return [];
		const random = randomOf(options.seed, `${options.slug}:late:${edit.number}`);
		const amount = orderTotal(random);
		const orderNumber = firstLateOrder + edit.number;
		const id = `ch_3${random.token(23)}`;
		return {
			id,
			orderNumber,
			customer: random.pick(customers),
			brand: random.pick(cardBrands),
			last4: String(random.int(0, 9_999)).padStart(4, "0"),
			entry: {
				id: `txn_3${random.token(23)}`,
				type: "charge",
				reportingCategory: "charge",
				amount,
				fee: chargeFee(amount),
				currency: "usd",
				created: edit.created,
				availableOn: unixOfValueDate(addDays(utcDayOf(edit.at), 2)),
				visibleAt: edit.at,
				source: id,
				description: `Order #${orderNumber}`,
				feeDescription: "Stripe processing fees",
			},
		};
	});
}

/** When the payout created on a day came back, for those that the edits are about. */
export function failuresOf(edits: readonly Edit[]): ReadonlyMap<string, number> {
	return new Map(edits.flatMap((edit) => (edit.kind === "payout_failed" ? [[edit.day, edit.at] as const] : [])));
}

/** The history as the processor now tells it. The books keep the words that they were written with. */
export function withNewTexts(history: ProcessorHistory, edits: readonly Edit[]): ProcessorHistory {
	const texts = new Map(edits.flatMap((edit) => (edit.kind === "description" ? [[edit.record, edit.text] as const] : [])));
	if (texts.size === 0) return history;
	return {
		...history,
		entries: history.entries.map((entry) => {
			const description = texts.get(entry.id);
			return description === undefined ? entry : { ...entry, description };
		}),
	};
}
