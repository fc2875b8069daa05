/** What the sequences of a whole station are made of: answers and time as for one card, and everything staff can do. */
import fc from 'fast-check';

import { DONE, produce, type Entry } from './builders.ts';
import { step, type Step } from './truth-arbitraries.ts';

/** How the read after a press ends, whatever was answered meanwhile: the rules must not take its word for anything. */
type ReadEnd = 'answered' | 'fault' | 'too-late' | 'too-soon';

export type StationStep =
  | Step
  /** A scan, with or without the operation's name: puts the card on the screen, or pins it there. */
  | { readonly kind: 'scan'; readonly pinned: string | null }
  | { readonly kind: 'park' }
  /** The program ends at once and comes back after a while, with a new monotonic clock and what the ledger kept. */
  | { readonly kind: 'restart'; readonly downMs: number }
  | { readonly kind: 'reject'; readonly outcome: 'destroyed' | 'returned' | 'good-after-all' }
  | { readonly kind: 'store' | 'remove' | 'decide-elsewhere' | 'undo' }
  | {
      readonly kind: 'hand-over';
      /** What happens between the press and the end of its read. */
      readonly during: readonly (Step | Extract<StationStep, { kind: 'scan' }>)[];
      readonly read: ReadEnd;
      /** What happens between the record on disk and the screen: nothing, the card leaves, the program ends. */
      readonly then: 'told' | 'gone' | 'crash';
    };

const pinnedTo = fc.constantFrom(null, null, null, 'op-a', 'op-b');
const scan = pinnedTo.map((pinned) => ({ kind: 'scan' as const, pinned }));

const doneNow: Entry[] = [produce(DONE, { endTime: '2025-01-21T10:28:12+01:00' })];
/** The answer that a press hopes for. */
const confirmed = fc.constant<Step>({ kind: 'answer', entries: doneNow, underWayMs: 0 });

const handOver: fc.Arbitrary<StationStep> = fc.record({
  kind: fc.constant('hand-over' as const),
  during: fc.oneof(
    { weight: 4, arbitrary: confirmed.map((one) => [one]) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          confirmed,
          fc.array(fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: scan }), { maxLength: 2 }),
        )
        .chain(([one, more]) => fc.shuffledSubarray([one, ...more], { minLength: 1 })),
    },
  ),
  read: fc.constantFrom<ReadEnd>('answered', 'answered', 'answered', 'answered', 'fault', 'too-late', 'too-soon'),
  then: fc.constantFrom('told', 'told', 'told', 'gone', 'crash'),
});

const anyStep: fc.Arbitrary<StationStep> = fc.oneof(
  { weight: 9, arbitrary: step },
  { weight: 4, arbitrary: confirmed },
  { weight: 5, arbitrary: handOver },
  { weight: 4, arbitrary: scan },
  { weight: 1, arbitrary: fc.constant({ kind: 'park' as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(50, 20_000, 4_000_000).map((downMs) => ({ kind: 'restart' as const, downMs })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('destroyed' as const, 'returned' as const, 'good-after-all' as const)
      .map((outcome) => ({ kind: 'reject' as const, outcome })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('store' as const, 'remove' as const, 'decide-elsewhere' as const, 'undo' as const, 'undo' as const)
      .map((kind) => ({ kind })),
  },
);

/** A card that is DONE and handed over, whatever came before; then it is asked about again, or taken back. */
const cleanHandOver: fc.Arbitrary<readonly StationStep[]> = fc
  .tuple(confirmed, handOver, fc.constantFrom<StationStep>({ kind: 'undo' }, { kind: 'scan', pinned: null }), confirmed)
  .map((steps) => steps);

/** The steps of one sequence. */
export const stationSteps: fc.Arbitrary<readonly StationStep[]> = fc
  .array(fc.oneof({ weight: 6, arbitrary: anyStep.map((one) => [one]) }, { weight: 1, arbitrary: cleanHandOver }), {
    minLength: 2,
    maxLength: 14,
    size: '+1',
  })
  .map((chunks) => chunks.flat());
