// Failures that a later run has replaced are history: hidden from the list behind a counted link, never gone.
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";

interface ReplacedToggleProps {
	readonly count: number;
	readonly shown: boolean;
	readonly onChange: (shown: boolean) => void;
}

export function ReplacedToggle({ count, shown, onChange }: ReplacedToggleProps) {
	if (count === 0 && !shown) return null;
	return (
		<Button size="small" tone="quiet" icon="history" aria-pressed={shown} onClick={() => onChange(!shown)}>
			{shown ? "Hide replaced runs" : `${counted(count, "replaced run")} hidden, show`}
		</Button>
	);
}
