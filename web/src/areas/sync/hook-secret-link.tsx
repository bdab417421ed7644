// The way to where a connection's webhook signing secret is entered, for whoever may enter it; for others the way to the connection.
import { Link } from "@tanstack/react-router";
import { useMay } from "../../app/session.ts";

/** In the address of the connections page: the dialog is open. */
export const enterSecret = "signing-secret";

export function HookSecretLink({ connectionId, name }: { readonly connectionId: string; readonly name: string }) {
	const may = useMay("connections.manage");
	return (
		<Link
			to="/connections"
			search={{ open: connectionId, enter: may ? enterSecret : undefined }}
			aria-label={`${may ? "Enter the signing secret" : "See the connection"}: ${name}`}
			style={{ textDecoration: "underline" }}
		>
			{may ? "Enter the signing secret" : "See the connection"}
		</Link>
	);
}
