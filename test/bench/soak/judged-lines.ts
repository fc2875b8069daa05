/** The verdicts of a soak as lines of text. Pure. */
import { rounded } from '../figures.ts';
import { CARDS_OF_BOUND, type Judged } from './verdict.ts';

/** A head and a line for each series. */
export function linesOf<S extends string>(judged: readonly Judged<S>[]): readonly string[] {
  const cells = judged.map(({ series, last, slope, low, high, points, bound, verdict }) => [
    series,
    `${rounded(last)} ${bound.unit}`,
    String(rounded(slope)),
    `${rounded(low)} to ${rounded(high)}`,
    String(points),
    `≤ ${bound.harmless} ${bound.unit}`,
    verdict === 'no slope' ? verdict : verdict.toUpperCase(),
  ]);
  const by = `by ${CARDS_OF_BOUND.toLocaleString('en')} cards`;
  const all = [['series', 'at the end', `slope ${by}`, '95 %', 'points', 'harmless', 'verdict'], ...cells];
  return all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(Math.max(...all.map((other) => other[column]?.length ?? 0))))
      .join('  ')
      .trimEnd(),
  );
}
