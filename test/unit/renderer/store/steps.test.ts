import { describe, expect, it } from 'vitest';

import { stepMarks } from '../../../../renderer/store/steps.ts';
import { cardView } from '../../views.ts';

describe('stepMarks', () => {
  it.each([
    ['requested', 'wait', ['current', 'ahead', 'ahead']],
    ['at-printer', 'wait', ['done', 'current', 'ahead']],
    ['in-progress', 'wait', ['done', 'current', 'ahead']],
    ['personalised', 'hand-over', ['done', 'done', 'done']],
    ['data-failed', 'do-not-hand-over', ['stopped', 'ahead', 'ahead']],
    ['production-failed', 'do-not-hand-over', ['done', 'stopped', 'ahead']],
    ['cancelled', 'do-not-hand-over', null],
  ] as const)('%s', (phase, verdict, marks) => {
    expect(stepMarks(cardView({ phase, verdict }), { verdict, doubt: null })).toEqual(marks);
  });

  it('does not call the last step done when nothing is certain', () => {
    const card = cardView({ phase: 'personalised', verdict: 'hand-over' });
    expect(stepMarks(card, { verdict: 'cannot-tell', doubt: 'stale' })).toEqual(['done', 'done', 'doubt']);
  });
});
