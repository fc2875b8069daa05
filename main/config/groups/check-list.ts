import { z } from 'zod';

import { flag, lines } from '../setting.ts';

export const checkListGroup = z.strictObject({
  print: flag({
    fallback: true,
    about: 'Whether staff confirm that the print of the card looks right before they hand it over.',
  }),
  items: lines({
    max: 5,
    lineMax: 60,
    about: 'Further points that staff confirm before they hand a card over, such as "Identity document seen".',
  }),
});
