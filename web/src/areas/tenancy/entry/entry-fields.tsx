// The fields that pages before the login share.
import { PasswordInput, TextInput } from "@mantine/core";
import { failureOf } from "../../../kit/failure.ts";

interface FieldProps {
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly error: unknown;
}

const sentenceAt = (error: unknown, field: string): string | undefined =>
	error === null || error === undefined ? undefined : failureOf(error).fields[field];

export function EmailField({ value, onChange, error, autoFocus = true }: FieldProps & { readonly autoFocus?: boolean }) {
	return (
		<TextInput
			label="E-mail"
			type="email"
			name="email"
			autoComplete="username"
			autoFocus={autoFocus}
			required
			withAsterisk={false}
			value={value}
			onChange={(event) => onChange(event.currentTarget.value)}
			error={sentenceAt(error, "email")}
		/>
	);
}

interface PasswordFieldProps extends FieldProps {
	readonly label?: string;
	readonly name?: string;
	readonly isNew?: boolean;
	readonly autoFocus?: boolean;
}

export function PasswordField(props: PasswordFieldProps) {
	const { value, onChange, error, label = "Password", name = "password", isNew = false, autoFocus = false } = props;
	return (
		<PasswordInput
			label={label}
			name={name}
			autoComplete={isNew ? "new-password" : "current-password"}
			autoFocus={autoFocus}
			required
			withAsterisk={false}
			value={value}
			onChange={(event) => onChange(event.currentTarget.value)}
			error={sentenceAt(error, name)}
			{...(isNew ? { description: "At least 12 characters. A few words in a row are easy to remember." } : {})}
			visibilityToggleButtonProps={{ "aria-label": "Show the password" }}
		/>
	);
}

interface TextFieldProps extends FieldProps {
	readonly label: string;
	readonly name: string;
	readonly autoComplete?: string;
	readonly autoFocus?: boolean;
}

export function TextField({ label, name, value, onChange, error, autoComplete = "off", autoFocus = false }: TextFieldProps) {
	return (
		<TextInput
			label={label}
			name={name}
			autoComplete={autoComplete}
			autoFocus={autoFocus}
			required
			withAsterisk={false}
			value={value}
			onChange={(event) => onChange(event.currentTarget.value)}
			error={sentenceAt(error, name)}
		/>
	);
}
