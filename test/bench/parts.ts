/** The parts of the bench, in the order in which they are taken. A new part is a line here. */
import { fleetRows } from './fleet.ts';
import { measureFrames } from './frames.ts';
import { measureLag } from './lag.ts';
import { ledgerRows } from './ledger.ts';
import { measureLoad } from './load.ts';
import { measureSixty, measureThousand, turnRows } from './many.ts';
import { paceSimulationRows } from './pace-simulation/pace-simulation.ts';
import { measurePace } from './pace.ts';
import { measurePaint } from './paint.ts';
import type { Row } from './rows.ts';
import { measureStart } from './start.ts';

export interface Part {
  /** For `--only`. */
  readonly name: string;
  /** What is done, and about how long it takes: for who waits. */
  readonly about: string;
  /** `program` is the packaged twin. Throws when it could not be measured. */
  readonly measure: (program: string) => Promise<readonly Row[]>;
}

export const PARTS: readonly Part[] = [
  { name: 'start', about: 'from the start of the program to the glass, cold and warm (3 min)', measure: measureStart },
  { name: 'load', about: 'memory and processor time of all processes (13 min)', measure: measureLoad },
  { name: 'paint', about: 'the last byte of an answer to the painted screen (90 s)', measure: measurePaint },
  { name: 'pace', about: 'the pace kept against the pace asked for (50 s)', measure: measurePace },
  {
    name: 'lag',
    about: "from D1's change to the changed pixel, by the pace that learns and by steady ones (5 min)",
    measure: measureLag,
  },
  { name: 'frames', about: 'forty cards that each change once a second (20 s)', measure: measureFrames },
  {
    name: 'turns',
    about: 'whose turn it is among a thousand cards, in virtual time (30 s)',
    measure: () => turnRows(),
  },
  { name: 'many', about: 'sixty cards on the screen, beside one (2 min)', measure: measureSixty },
  { name: 'thousand', about: 'a thousand cards on the screen, beside one (2 min)', measure: measureThousand },
  { name: 'ledger', about: 'a record of five million rows (2 min)', measure: () => ledgerRows() },
  {
    name: 'pace-simulation',
    about: 'the pace that learns, 10,000 cards in each of five worlds (1 min)',
    measure: () => paceSimulationRows(),
  },
  { name: 'fleet', about: '5,000 stations through an hour with an outage (2 min)', measure: () => fleetRows() },
];

/** The parts of these names, in their own order; all without names. Throws on a name that there is not. */
export function partsNamed(names: readonly string[], parts: readonly Part[] = PARTS): readonly Part[] {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" is no part of the bench; there are ${parts.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
}
