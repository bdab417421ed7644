// Settings of formats whose files may not say which account or currency they are of: a person says it once, and it is kept.
import { currencyCode } from "../../../core/currency.ts";
import type { FileQuestion, FileSettings } from "../format.ts";

export interface StatedSettings<F extends string> extends FileSettings {
	readonly format: F;
	/** Used where the file names none; '' when it does. */
	readonly account: string;
	readonly currency: string;
}

const text = (value: unknown, most: number): string => (typeof value === "string" ? value.slice(0, most) : "");

export function statedSettingsOf<F extends string>(format: F, stored: unknown): StatedSettings<F> | null {
	const value = stored as { readonly format?: unknown; readonly account?: unknown; readonly currency?: unknown } | null;
	if (value?.format !== format) return null;
	return { format, account: text(value.account, 100), currency: text(value.currency, 3) };
}

export function statedQuestions(settings: StatedSettings<string>, missing: { readonly account: boolean; readonly currency: boolean }) {
	const questions: FileQuestion[] = [];
	if (missing.currency && currencyCode(settings.currency) === null)
		questions.push({ field: "currency", sentence: "The file names no currency: which one is it in?" });
	if (missing.account && settings.account.trim() === "")
		questions.push({ field: "account", sentence: "The file names no account: which one is it of?" });
	return questions;
}
