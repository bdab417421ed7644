// Where a list was scrolled to, so that Back returns to the same place.

const offsets = new Map<string, number>();

export const rememberScroll = (list: string, offset: number): void => {
	offsets.set(list, offset);
};

export const recallScroll = (list: string): number => offsets.get(list) ?? 0;
