// The sealed credentials of a connection: ciphertext bound to tenant and connection, and the key it was sealed with.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";

export const ConnectionSecretSchema = defineEntity({
	name: "ConnectionSecret",
	tableName: "connection_secrets",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		connectionId: p.uuid().primary(),
		ciphertext: p.blob(),
		keyId: key(),
		updatedAt: createdAt(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
