import { z } from 'zod';

import { wholeNumber } from '../setting.ts';

export const ledgerGroup = z.strictObject({
  retentionMonths: wholeNumber({
    unit: 'months',
    fallback: 24,
    min: 1,
    max: 120,
    about:
      'How long the record of what staff did is kept. What is older goes, and a signed checkpoint stays in its place. Not shorter than D1 remembers an order (a year, as far as is known): a card that was handed over, and that the station has forgotten, is green when it is scanned again.',
  }),
});
