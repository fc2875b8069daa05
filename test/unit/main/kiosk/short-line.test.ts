import { describe, expect, it } from 'vitest';

import { shortLineProblem } from '../../../../main/kiosk/short-line.ts';

describe('a short text for the record', () => {
  it.each(['Branch IT', 'Zoë Müller', 'فرع ١', '支店'])('takes %s', (text) => {
    expect(shortLineProblem('The name', text)).toBeNull();
  });

  it.each([
    ['a line end', 'two\nlines'],
    ['a character that turns the direction of writing', 'a\u202eb'],
    ['a character that cannot be seen', 'a\ufe0fb'],
    ['marks that pile up', 'a\u0300\u0301\u0302\u0303'],
  ])('refuses %s, like every other label', (_what, text) => {
    expect(shortLineProblem('The name', text)).toBe('The name must be one line of printable characters.');
  });

  it('repeats no card number', () => {
    expect(shortLineProblem('The name', '4111 1111 1111 1111')).toBe(
      'The name holds a card number, which is never recorded.',
    );
  });
});
