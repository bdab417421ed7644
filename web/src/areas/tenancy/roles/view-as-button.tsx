// Looks at the company as somebody in another role would; nothing can be changed meanwhile.
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { roleOfChoice } from "../people/member-words.ts";

interface ViewAsButtonProps {
	/** "controller", or "custom:<id>". */
	readonly role: string;
	readonly draft?: boolean;
	readonly small?: boolean;
	readonly children: string;
}

export function ViewAsButton({ role, draft = false, small = false, children }: ViewAsButtonProps) {
	// A full load, so that nothing that the own role saw is left on the page.
	const view = useMutation(trpc.roles.viewAs.mutationOptions({ onSuccess: () => window.location.assign("/") }));
	return (
		<>
			<Button
				type="button"
				icon="eye"
				size={small ? "small" : "normal"}
				busy={view.isPending}
				onClick={() => view.mutate({ ...roleOfChoice(role), draft })}
			>
				{children}
			</Button>
			{view.error === null ? null : (
				<span className="fail-text small" role="alert">
					{failureOf(view.error).sentence}
				</span>
			)}
		</>
	);
}
