// What is told of the secret that a vendor signs its webhooks with: whether a connection has one, and since when. Never the secret.
import { z } from "zod";
import { type ConnectionRow, sealedSecretsOf, type StoredSecrets } from "../../db/sync/connection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { Vendor, VendorField } from "../../domain/sync/vendors/vendor.ts";
import type { Keys } from "../../platform/keys.ts";
import { createSecrets } from "../../platform/secrets.ts";
import type { TenantWork } from "../with-permission.ts";

/** The field that the signing secret is entered in; null: this vendor's webhooks are not taken. */
export function hookFieldOf(vendorId: string): { readonly vendor: Vendor; readonly field: VendorField } | null {
	const vendor: Vendor | null = isVendorId(vendorId) ? vendors[vendorId] : null;
	const field = vendor?.fields.find(({ name }) => name === vendor.webhooks?.secretField);
	return vendor === null || field === undefined ? null : { vendor, field };
}

/** Among opened credentials. */
export const isEntered = (values: Readonly<Record<string, string>>, { name }: VendorField): boolean => (values[name] ?? "") !== "";

export const hookSecretSchema = z.object({
	state: z.enum(["none", "entered", "unreadable"]),
	/** ISO 8601: when the credentials were last saved; null without one. */
	since: z.string().nullable(),
});

/** Whether a connection that takes webhooks has a signing secret; null: it takes none. */
export async function hookSecretOf(
	{ em, tenantId }: Pick<TenantWork, "em" | "tenantId">,
	keys: Keys,
	connection: Pick<ConnectionRow, "id" | "vendor">,
): Promise<z.infer<typeof hookSecretSchema> | null> {
	const found = hookFieldOf(connection.vendor);
	if (found === null) return null;
	const of = { tenantId, connectionId: connection.id };
	const sealed = await sealedSecretsOf(em, of);
	const state = sealed === null ? "none" : stateOf(keys, of, sealed, found.field);
	return { state, since: state === "entered" ? (sealed?.savedAt ?? null) : null };
}

function stateOf(
	keys: Keys,
	of: { readonly tenantId: string; readonly connectionId: string },
	sealed: StoredSecrets,
	field: VendorField,
): "none" | "entered" | "unreadable" {
	try {
		return isEntered(createSecrets(keys).open(of, sealed), field) ? "entered" : "none";
	} catch (error) {
		if (error instanceof TieoutError) return "unreadable";
		throw error;
	}
}
