// The one table hook: sorting is the server's, columns carry our meta, rows have ids.
import { createTableHook, metaHelper, type RowData, rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import type { TieoutColumnMeta } from "./column-meta.ts";

const features = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<TieoutColumnMeta>() });

const hook = createTableHook({ features, manualSorting: true });

export const columnsOf = hook.createAppColumnHelper;
export const useTieoutTable = hook.useAppTable;

export type TieoutColumns<Row extends RowData> = Parameters<typeof hook.useAppTable<Row>>[0]["columns"];
