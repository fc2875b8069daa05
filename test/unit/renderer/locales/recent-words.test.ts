import { describe, expect, it } from 'vitest';

import { FINISHING_KINDS, REJECT_OUTCOMES } from '../../../../main/tracking/words.ts';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import type { Line } from '../../../../renderer/locales/line.ts';
import { recentBy, recentWord } from '../../../../renderer/locales/recent-text.ts';

const words = createWords();
function say(line: Line | null): string | null {
  if (line === null) return null;
  const said = words.t(line.key, { ...line.values });
  expect(said, line.key).not.toBe(line.key);
  expect(said, line.key).not.toMatch(/\{\{|undefined|null|NaN/);
  return said;
}

describe('what was done', () => {
  it('has words of its own for each kind and outcome, and none of them is a verdict', () => {
    const lines = FINISHING_KINDS.flatMap((kind) => [null, ...REJECT_OUTCOMES].map((outcome) => ({ kind, outcome })));
    const verdicts = ['wait', 'hand-over', 'do-not-hand-over', 'cannot-tell'].map((each) => words.t(`verdict.${each}`));
    for (const line of lines) expect(verdicts).not.toContain((say(recentWord(line)) ?? '').toUpperCase());
    expect(new Set(FINISHING_KINDS.map((kind) => say(recentWord({ kind, outcome: null })))).size).toBe(5);
  });

  it('says of a rejection what became of the card', () => {
    const rejected = (outcome: (typeof REJECT_OUTCOMES)[number] | null) =>
      say(recentWord({ kind: 'rejected', outcome }));
    expect([null, ...REJECT_OUTCOMES].map(rejected)).toEqual([
      'Rejected',
      'Rejected, destroyed',
      'Rejected, sent back',
      'Good after all',
    ]);
    // An outcome belongs to a rejection alone.
    expect(say(recentWord({ kind: 'stored', outcome: 'destroyed' }))).toBe('Locked away');
  });

  it.each([
    [null, null, null],
    [null, 'present', 'two persons present'],
    ['AB', null, 'by AB'],
    ['AB', 'present', 'by AB'],
    ['AB', 'CD', 'by AB and CD'],
  ])('by %s and %s: %s', (by, second, said) => {
    expect(say(recentBy({ by, second }))).toBe(said);
  });

  it('has every other word of the panel', () => {
    for (const key of ['tool', 'title', 'note', 'empty', 'unavailable', 'loading', 'hidden', 'show', 'undone'])
      say({ key: `recent.${key}` });
    say({ key: 'recent.newest', values: { max: 50 } });
  });
});
