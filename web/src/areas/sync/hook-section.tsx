// Where the vendor sends its webhooks for a connection, whether the secret that signs them is entered, and the door to enter it.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { isVendorId, type VendorId, vendors } from "../../../../domain/sync/vendors/vendors.ts";
import type { Vendor } from "../../../../domain/sync/vendors/vendor.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../kit/button.tsx";
import { FactList, PanelSection } from "../../kit/panel.tsx";
import { fullMomentText } from "../../kit/time-text.ts";
import type { ConnectionDetail } from "./connection-types.ts";
import { HookSecretDialog } from "./hook-secret-dialog.tsx";
import { enterSecret } from "./hook-secret-link.tsx";
import { RemoveHookSecret } from "./remove-hook-secret.tsx";

const vendorsOf: Readonly<Record<VendorId, Vendor>> = vendors;
const route = getRouteApi("/shell/connections");

export function HookSection({ connection, zone }: { readonly connection: ConnectionDetail; readonly zone: string }) {
	const may = useMay("connections.manage");
	const { enter } = route.useSearch();
	const navigate = useNavigate({ from: "/connections" });
	const { hookSecret } = connection;
	const vendor = isVendorId(connection.vendor) ? vendorsOf[connection.vendor] : null;
	const field = vendor?.fields.find(({ name }) => name === vendor.webhooks?.secretField);
	if (vendor === null || field === undefined || hookSecret === null) return null;
	const show = (shown: boolean): void =>
		void navigate({ search: (before) => ({ ...before, enter: shown ? enterSecret : undefined }), replace: true });
	const address = `${window.location.origin}/hooks/${connection.id}`;
	const mayEnter = may && hookSecret.state !== "unreadable";
	return (
		<PanelSection title="Webhooks">
			<FactList
				facts={[
					{
						label: "Address",
						value: (
							<span className="mono" style={{ overflowWrap: "anywhere", userSelect: "all" }}>
								{address}
							</span>
						),
					},
					{ label: "Signing secret", value: stateText(hookSecret, vendor.title, zone) },
				]}
			/>
			{mayEnter ? (
				<div className="row" style={{ marginTop: 8 }}>
					<Button size="small" icon="lock" onClick={() => show(true)}>
						{hookSecret.state === "entered" ? "Replace the signing secret" : "Enter the signing secret"}
					</Button>
					{hookSecret.state === "entered" ? <RemoveHookSecret connection={connection} vendorTitle={vendor.title} /> : null}
				</div>
			) : null}
			{mayEnter ? (
				<HookSecretDialog
					opened={enter === enterSecret}
					connection={connection}
					address={address}
					vendorTitle={vendor.title}
					help={field.help}
					zone={zone}
					onClose={() => show(false)}
				/>
			) : null}
		</PanelSection>
	);
}

function stateText({ state, since }: NonNullable<ConnectionDetail["hookSecret"]>, vendorTitle: string, zone: string): string {
	if (state === "none") return `none, so what ${vendorTitle} sends is refused`;
	if (state === "unreadable") return "can’t be opened with the present master key, nor can the other credentials";
	return since === null ? "entered" : `entered; the credentials were saved last on ${fullMomentText(since, zone)}`;
}
