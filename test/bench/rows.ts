import { rounded } from './figures.ts';

/** One figure of the bench against what the station promises. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bound in the unit of the value, with its direction: `≤ 150`. */
  readonly target: string;
  readonly pass: boolean;
}

/** Makes the row of a figure that must not be above `limit`; judged before it is rounded. */
export function atMost(name: string, value: number, limit: number, unit: string): Row {
  return { name, value: rounded(value), unit, target: `≤ ${limit}`, pass: value <= limit };
}

/** Makes the row of a figure that must not be below `limit`; judged before it is rounded. */
export function atLeast(name: string, value: number, limit: number, unit: string): Row {
  return { name, value: rounded(value), unit, target: `≥ ${limit}`, pass: value >= limit };
}

/** The rows as a table of text with a line break at its end. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.name, String(row.value), row.unit, row.target, row.pass ? 'yes' : 'NO']);
  const all = [['figure', 'value', 'unit', 'target', 'pass'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `${all.map((row) => line(row).trimEnd()).join('\n')}\n`;
}
