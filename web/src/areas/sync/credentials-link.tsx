// The way to where a connection's credentials are replaced, for whoever may replace them; others are told who can.
import { Link } from "@tanstack/react-router";
import { useMay } from "../../app/session.ts";
import { buttonClass } from "../../kit/button.tsx";

/** In the address of the connections page: the dialog is open. */
export const enterCredentials = "credentials";

export function CredentialsLink({ connectionId }: { readonly connectionId: string }) {
	const may = useMay("connections.manage");
	if (!may) return <span className="sec">A controller or an engineer can replace them.</span>;
	return (
		<Link
			to="/connections"
			search={{ open: connectionId, enter: enterCredentials }}
			className={buttonClass({ size: "small", tone: "primary" })}
		>
			Replace the credentials
		</Link>
	);
}
