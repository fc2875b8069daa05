import { rounded } from './figures.ts';
import type { Row } from './rows.ts';

/** The row with what its single runs came to: how far a figure can be trusted. Throws on none. */
export function withRuns(row: Row, runs: readonly number[]): Row {
  if (runs.length === 0) throw new Error('there is no run that a figure could be spread over');
  const spread = { least: rounded(Math.min(...runs)), most: rounded(Math.max(...runs)), runs: runs.length };
  return Object.assign({}, row, { spread });
}
