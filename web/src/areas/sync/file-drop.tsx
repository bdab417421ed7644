import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useId, useState } from "react";
import { queryClient } from "../../app/api-client.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { sizeText } from "../../kit/size-text.ts";
import classes from "./file-drop.module.css";
import { fetchSample, uploadFile } from "./upload-file.ts";

interface FileDropProps {
	readonly connectionId: string;
	readonly hasSample: boolean;
	readonly maxBytes: number | null;
	readonly onUploaded: (fileId: string) => void;
}

export function FileDrop({ connectionId, hasSample, maxBytes, onUploaded }: FileDropProps) {
	const inputId = useId();
	const [over, setOver] = useState(false);
	const done = ({ fileId }: { fileId: string }): void => {
		void queryClient.invalidateQueries({ queryKey: [["files"]] });
		onUploaded(fileId);
	};
	const upload = useMutation({ mutationFn: (file: File) => uploadFile(connectionId, file.name, file), onSuccess: done });
	const sample = useMutation({
		mutationFn: async () => {
			const { name, bytes } = await fetchSample(connectionId);
			return uploadFile(connectionId, name, bytes);
		},
		onSuccess: done,
	});
	const error = upload.error ?? sample.error;
	const busy = upload.isPending || sample.isPending;
	const drop = (event: DragEvent): void => {
		event.preventDefault();
		setOver(false);
		const file = event.dataTransfer.files[0];
		if (file !== undefined) upload.mutate(file);
	};
	return (
		<div
			className={over ? `${classes.box} ${classes.over}` : classes.box}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={drop}
		>
			<Icon name="upload" size={20} />
			<div className={classes.words}>
				<b className="med">Drop a statement or an export here</b>
				<span className="dim small">
					CSV, XLSX, MT940, CAMT.053, OFX, QIF or BAI2{maxBytes === null ? "" : `, up to ${sizeText(maxBytes)}`}. Nothing is imported before
					you have seen how it is read.
				</span>
				{error === null ? null : (
					<span className="fail-text small" role="alert">
						{error.message}
					</span>
				)}
			</div>
			<span className="grow" />
			<input
				id={inputId}
				className={classes.hidden}
				type="file"
				accept=".csv,.tsv,.txt,.xlsx,.xlsm,.sta,.mt940,.940,.xml,.ofx,.qfx,.qif,.bai,.bai2,.zip,text/csv"
				disabled={busy}
				onChange={(event) => {
					const file = event.currentTarget.files?.[0];
					event.currentTarget.value = "";
					if (file !== undefined) upload.mutate(file);
				}}
			/>
			<label htmlFor={inputId} className={buttonClass({ tone: "primary" })}>
				{upload.isPending ? "Uploading" : "Choose a file"}
			</label>
			{hasSample ? (
				<Button busy={busy} onClick={() => sample.mutate()}>
					{sample.isPending ? "Fetching the sample" : "Use the sample"}
				</Button>
			) : null}
		</div>
	);
}
