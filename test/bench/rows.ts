import { percentile, rounded } from './figures.ts';

/** One figure of the bench against what the station promises. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bound in the unit of the value, with its direction: `≤ 150`. */
  readonly target: string;
  readonly pass: boolean;
  /** How far the runs of this figure lie apart, in its unit; null for a figure of a single run. */
  readonly spread: Spread | null;
  /** The floor or the rival of the same run that the figure stands beside; null where there is none. */
  readonly beside: Beside | null;
}

export interface Spread {
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

export interface Beside {
  readonly name: string;
  /** In the unit of the row. */
  readonly value: number;
  /** The row's value by this one; null by nothing. */
  readonly ratio: number | null;
}

/** What a row may say beyond its figure. */
export interface Context {
  /** The figure of each run, at least one, in the value's unit; the row's value is their median or what its name says. */
  readonly runs?: readonly number[];
  readonly beside?: { readonly name: string; readonly value: number };
}

/** Makes the row of a figure that must not be above `limit`; judged before it is rounded. */
export function atMost(name: string, value: number, limit: number, unit: string, context: Context = {}): Row {
  return row(name, value, unit, `≤ ${rounded(limit)}`, value <= limit, context);
}

/** Makes the row of a figure that must not be below `limit`; judged before it is rounded. */
export function atLeast(name: string, value: number, limit: number, unit: string, context: Context = {}): Row {
  return row(name, value, unit, `≥ ${rounded(limit)}`, value >= limit, context);
}

/** Makes the row of a figure that must not be above `factor` times what it stands beside. */
export function atMostTimes(
  name: string,
  value: number,
  factor: number,
  unit: string,
  context: Context & Required<Pick<Context, 'beside'>>,
): Row {
  const limit = factor * context.beside.value;
  return row(name, value, unit, `≤ ${factor} × (${rounded(limit)})`, value <= limit, context);
}

/** The median of the runs, which is the value of a row that has several. Throws on none. */
export function median(runs: readonly number[]): number {
  return percentile(runs, 0.5);
}

function row(name: string, value: number, unit: string, target: string, pass: boolean, context: Context): Row {
  const { runs, beside } = context;
  if (runs?.length === 0) throw new Error('there is no run that a figure could be spread over');
  return {
    name,
    value: rounded(value),
    unit,
    target,
    pass,
    spread:
      runs === undefined || runs.length < 2
        ? null
        : { least: rounded(Math.min(...runs)), most: rounded(Math.max(...runs)), runs: runs.length },
    beside:
      beside === undefined
        ? null
        : {
            name: beside.name,
            value: rounded(beside.value),
            ratio: beside.value === 0 ? null : rounded(value / beside.value),
          },
  };
}

const HEAD = ['figure', 'value', 'unit', 'spread', 'beside', 'ratio', 'target', 'result'];

/** The rows as a table of text and a line that sums them up, with a line break at its end. */
export function tableOf(rows: readonly Row[]): string {
  const all = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_head, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `${all.map((cells) => line(cells).trimEnd()).join('\n')}\n${summaryOf(rows)}\n`;
}

function cellsOf({ name, value, unit, target, pass, spread, beside }: Row): string[] {
  return [
    name,
    String(value),
    unit,
    spread === null ? '' : `${spread.least}–${spread.most} (${spread.runs})`,
    beside === null ? '' : `${beside.name} ${beside.value}`,
    beside === null ? '' : String(beside.ratio ?? '–'),
    target,
    pass ? 'pass' : 'SHORT',
  ];
}

function summaryOf(rows: readonly Row[]): string {
  const met = rows.filter(({ pass }) => pass).length;
  return `${met} of ${rows.length} targets met`;
}
