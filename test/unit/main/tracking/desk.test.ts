import { describe, expect, it } from 'vitest';

import { heldCard, isOutcome, type Desk } from '../../../../main/tracking/desk.ts';
import { at, CARD } from './builders.ts';

const AT = at(0);

/** Each state of the desk: the card that it holds on stage, and whether the next thing done may take its place. */
const DESKS: readonly (readonly [desk: Desk, holds: string | null, outcome: boolean])[] = [
  [{ kind: 'free' }, null, false],
  [{ kind: 'open', dialog: 'hand-over', cardId: CARD, operationId: null, reference: null, at: AT }, CARD, false],
  [{ kind: 'checking', cardId: CARD, operationId: 'op-a', reference: null, at: AT }, CARD, false],
  [{ kind: 'given', cardId: CARD, reference: null, at: AT }, null, true],
  [{ kind: 'refused', cardId: CARD, why: 'withdrawn', at: AT }, null, true],
];

describe('what staff are doing', () => {
  it.each(DESKS.map(([desk, holds]) => [desk.kind, holds, desk] as const))(
    '%s holds on stage: %s',
    (_kind, holds, desk) => {
      expect(heldCard(desk)).toBe(holds);
    },
  );

  it.each(DESKS.map(([desk, , outcome]) => [desk.kind, outcome, desk] as const))(
    '%s only shows what came of something: %s',
    (_kind, outcome, desk) => {
      expect(isOutcome(desk)).toBe(outcome);
    },
  );
});
