import { expect, it } from 'vitest';
import { z } from 'zod';

import { AnswerBody } from '../../../../main/tracking/wire.ts';

it('reads D1’s answers without building code at run time, as the policy of the page asks', () => {
  expect(AnswerBody.safeParse({ operations: [] }).success).toBe(true);
  expect(z.config().jitless).toBe(true);
});
