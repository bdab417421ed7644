// One icon of the sprite, 16 px by default (14 in chips and toolbars); decorative: the word beside it says the same.
import { type IconName, iconPaths } from "./icon-paths.ts";

interface IconProps {
	readonly name: IconName;
	readonly size?: number;
	readonly stroke?: number;
	readonly className?: string;
}

export function Icon({ name, size = 16, stroke = 1.75, className }: IconProps) {
	return (
		<svg
			className={className}
			width={size}
			height={size}
			viewBox="0 0 24 24"
			fill="none"
			stroke="currentColor"
			strokeWidth={stroke}
			strokeLinecap="round"
			strokeLinejoin="round"
			aria-hidden="true"
			focusable="false"
			style={{ flex: "none", display: "block" }}
		>
			{iconPaths[name].map((path) => (
				<path key={path} d={path} />
			))}
		</svg>
	);
}
