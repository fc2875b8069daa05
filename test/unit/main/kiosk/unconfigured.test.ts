/** A station without a configuration drops what is delivered, and whoever delivers a card is told. */
import { describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../main/diagnostics/log.ts';
import type { Delivery } from '../../../../main/kiosk/delivery.ts';
import { meetDelivery } from '../../../../main/kiosk/unconfigured-deliveries.ts';

const QUESTION = 'f'.repeat(32);
const WATCH: Delivery = { kind: 'watch', cardId: 'card-1', reference: 'Desk 2', question: QUESTION };

describe('the station without a configuration', () => {
  function drop(delivery: Delivery) {
    const written: LogEvent[] = [];
    const answered: string[] = [];
    const answeredWatches: unknown[] = [];
    let shown = 0;
    meetDelivery(delivery, {
      log: { write: (event) => void written.push(event) },
      show: () => (shown += 1),
      answer: (question) => void answered.push(question),
      answerWatch: (question, outcome) => Promise.resolve(void answeredWatches.push([question, outcome])),
    });
    return { written, shown, answered, answeredWatches };
  }

  it('writes down that a card came, not which, and shows its problems', () => {
    const { written, shown, answeredWatches } = drop(WATCH);
    expect(written).toEqual([expect.objectContaining({ event: 'dropped-message', path: 'watch' })]);
    expect(JSON.stringify(written)).not.toMatch(/card-1|Desk 2/);
    expect(shown).toBe(1);
    expect(answeredWatches).toEqual([[QUESTION, 'unconfigured']]);
  });

  it('comes to the front without a word when it is only asked to', () => {
    expect(drop({ kind: 'show' })).toEqual({ written: [], shown: 1, answered: [], answeredWatches: [] });
  });

  it('answers whether it may be updated, and leaves its screen as it is', () => {
    expect(drop({ kind: 'update-window', question: QUESTION })).toEqual({
      written: [],
      shown: 0,
      answered: [QUESTION],
      answeredWatches: [],
    });
  });
});
