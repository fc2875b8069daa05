import { describe, expect, it } from 'vitest';

import { defect } from '../../../../main/tracking/defect.ts';

describe('a defect of ours', () => {
  it.each<[string, unknown, string]>([
    ['an error, by its name and never by its text', new TypeError('4111 1111 1111 1111'), 'TypeError'],
    ['anything else that is thrown, by its type', '4111 1111 1111 1111', 'string'],
  ])('is reported to support as trouble on the way to D1: %s', (_words, thrown, name) => {
    expect(defect(thrown)).toEqual({
      family: 'network',
      cause: 'reset',
      detail: `unexpected ${name} in the station`,
      correlationId: null,
    });
  });
});
