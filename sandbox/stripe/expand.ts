// expand[]: an id in a field becomes the object itself, one level deep.
import type { Catalogue } from "./catalogue.ts";
import { StripeRefusal } from "./errors.ts";
import type { StripeObject } from "./objects.ts";

/** @param prefix "data." in a list, "" for one object @throws StripeRefusal for a field that Stripe does not expand */
export function expanded(
	object: StripeObject,
	paths: readonly string[],
	prefix: string,
	expandable: readonly string[],
	catalogue: Catalogue,
): StripeObject {
	let result = object;
	for (const path of paths) {
		const field = path.startsWith(prefix) ? path.slice(prefix.length) : path;
		if (!path.startsWith(prefix) || !expandable.includes(field))
			throw new StripeRefusal(400, `This property cannot be expanded (${field}).`, { param: "expand" });
		const target = result[field];
		const row = typeof target === "string" ? catalogue.byId.get(target) : undefined;
		if (row !== undefined) result = { ...result, [field]: row.show() };
	}
	return result;
}
