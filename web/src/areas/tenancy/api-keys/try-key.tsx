// The first call with a new key, to be pasted into a terminal.
import { CodeBlock } from "../../../kit/code-block.tsx";

export function TryKey({ secret }: { readonly secret: string }) {
	const call = `curl ${window.location.origin}/api/v1/auth/me \\\n  -H "Authorization: Bearer ${secret.slice(0, 14)}…"`;
	return <CodeBlock label="Try it" text={call} />;
}
