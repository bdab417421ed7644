// Where a long list is scrolled to, as a row number in the URL: written when the hand rests, read when a link is opened.
import { useCallback, useEffect, useRef, useState } from "react";
import { recallScroll, rememberScroll } from "./scroll-memory.ts";

const restMs = 400;

interface PlaceInUrl {
	readonly memory: string;
	readonly height: number;
	readonly at: number;
	readonly onChange: (at: number) => void;
}

/** @returns what hears of the first row on screen */
export function usePlaceInUrl({ memory, height, at, onChange }: PlaceInUrl): (first: number) => void {
	// Before the table asks for it.
	useState(() => {
		if (at > 0 && recallScroll(memory) === 0) rememberScroll(memory, at * height);
		return null;
	});
	const latest = useRef(onChange);
	latest.current = onChange;
	const written = useRef(at);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(
		() => () => {
			clearTimeout(timer.current);
			written.current = 0;
		},
		[memory],
	);
	return useCallback((first: number) => {
		clearTimeout(timer.current);
		timer.current = setTimeout(() => {
			if (first === written.current) return;
			written.current = first;
			latest.current(first);
		}, restMs);
	}, []);
}
