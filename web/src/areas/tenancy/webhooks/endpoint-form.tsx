// Name, address and topics of an endpoint: for a new one and for a change.
import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { EventTopic } from "../../../../../domain/tenancy/events.ts";
import { Button } from "../../../kit/button.tsx";
import { CheckLine } from "../../../kit/check-line.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { type Endpoint, topicChoices } from "./webhook-words.ts";

export interface EndpointSettings {
	readonly name: string;
	readonly url: string;
	readonly topics: EventTopic[];
}

interface EndpointFormProps {
	/** null: a new one. */
	readonly endpoint: Endpoint | null;
	readonly verb: string;
	readonly busy: boolean;
	readonly error: unknown;
	readonly onSave: (settings: EndpointSettings) => void;
}

export function EndpointForm({ endpoint, verb, busy, error, onSave }: EndpointFormProps) {
	const [name, setName] = useState(endpoint?.name ?? "");
	const [url, setUrl] = useState(endpoint?.url ?? "");
	const [topics, setTopics] = useState<readonly EventTopic[]>(endpoint?.topics ?? []);
	const failure = error === null || error === undefined ? null : failureOf(error);
	const fields: Readonly<Record<string, string>> = failure?.fields ?? {};
	const same = endpoint !== null && name === endpoint.name && url === endpoint.url && topics.join() === endpoint.topics.join();
	return (
		<form
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				if (!busy && !same) onSave({ name, url, topics: [...topics] });
			}}
		>
			<TextInput
				label="Name"
				name="name"
				description="Who is told?"
				value={name}
				error={fields["name"]}
				maxLength={80}
				onChange={(event) => setName(event.currentTarget.value)}
			/>
			<TextInput
				mt={12}
				label="Address"
				name="url"
				description="On the public internet, with https. Events are sent to it as POST."
				placeholder="https://"
				inputMode="url"
				value={url}
				error={fields["url"]}
				maxLength={1000}
				onChange={(event) => setUrl(event.currentTarget.value)}
			/>
			<fieldset style={{ border: 0, padding: 0, margin: "12px 0" }}>
				<legend className="med" style={{ marginBottom: 4, padding: 0 }}>
					Told of
				</legend>
				<CheckLine
					label="Every event"
					note="Also those that come with later versions."
					checked={topics.length === 0}
					onChange={(all) => setTopics(all ? [] : topicChoices.slice(0, 1).map(({ topic }) => topic))}
				/>
				{topics.length === 0
					? null
					: topicChoices.map(({ topic, text }) => (
							<CheckLine
								key={topic}
								label={topic}
								note={text}
								checked={topics.includes(topic)}
								onChange={(on) =>
									setTopics(topicChoices.map((choice) => choice.topic).filter((each) => (each === topic ? on : topics.includes(each))))
								}
							/>
						))}
			</fieldset>
			{failure === null || Object.keys(fields).length > 0 ? null : (
				<p className="fail-text" role="alert" style={{ marginBottom: 10 }}>
					{failure.sentence}
				</p>
			)}
			<Button type="submit" tone="primary" busy={busy} disabled={same}>
				{verb}
			</Button>
		</form>
	);
}
