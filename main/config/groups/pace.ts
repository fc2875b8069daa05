import { z } from 'zod';

import { seconds, wholeNumber } from '../setting.ts';

/** How often a card is read. At most a minute while staff wait: a wait may rest on an answer three times that old. */
export const paceGroup = z.strictObject({
  requestedSeconds: seconds({
    fallback: 3,
    min: 1,
    max: 60,
    about: 'Between two reads of a card that D1 has ordered and not yet sent to the printer.',
  }),
  atPrinterSeconds: seconds({
    fallback: 2,
    min: 1,
    max: 60,
    about: 'Between two reads of a card at the printer: the moment staff wait for.',
  }),
  inProgressSeconds: seconds({
    fallback: 2,
    min: 1,
    max: 60,
    about: 'Between two reads of a card in progress with a status this program does not know.',
  }),
  slowSeconds: seconds({
    fallback: 5,
    min: 1,
    max: 60,
    about: 'Between two reads of a card that takes longer than usual.',
  }),
  stuckSeconds: seconds({ fallback: 15, min: 1, max: 60, about: 'Between two reads of a card that is stuck.' }),
  notFoundFirstSeconds: seconds({
    fallback: 3,
    min: 1,
    max: 60,
    about: 'Between two reads of a card just added that D1 does not know yet; grows to notFoundLastSeconds.',
  }),
  notFoundLastSeconds: seconds({
    fallback: 15,
    min: 1,
    max: 60,
    about: 'Between two reads of a card that D1 has not known for long.',
  }),
  greenSeconds: seconds({
    fallback: 15,
    min: 1,
    max: 60,
    about: 'Between two reads of a personalised card that nobody has handed over yet, so that its green stays true.',
  }),
  failureSeconds: seconds({
    fallback: 60,
    min: 5,
    max: 600,
    about: 'Between two reads of a card whose production failed or was cancelled.',
  }),
  unclearSeconds: seconds({
    fallback: 15,
    min: 1,
    max: 60,
    about: 'Between two reads of a card whose answers contradict each other.',
  }),
  refusedSeconds: seconds({
    fallback: 60,
    min: 5,
    max: 600,
    about: 'Between two reads of a card whose read D1 refuses (4xx) while it answers for others.',
  }),
  jitterPercent: wholeNumber({
    unit: 'percent',
    fallback: 20,
    min: 0,
    max: 50,
    about: 'How far each pause may vary in either direction, so that thousands of stations do not ask in step.',
  }),
});
