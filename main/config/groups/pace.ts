import { z } from 'zod';

import { flag, seconds, wholeNumber } from '../setting.ts';

/** A third of the minute that a wait may rest on one answer: two reads may be lost before it becomes doubtful. */
const LONGEST_LEARNED_SECONDS = 20;

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
  learn: flag({
    fallback: false,
    about:
      'Whether the station learns how long its cards take and asks at the moments at which they are likely to be done: as often as the pauses above say on average, and by these alone until 20 cards are known.',
  }),
  floorSeconds: seconds({
    fallback: 1,
    min: 1,
    max: 20,
    about: 'Shortest pause between two reads that learning may choose.',
  }),
  requestedCeilingSeconds: seconds({
    fallback: 10,
    min: 1,
    max: LONGEST_LEARNED_SECONDS,
    about:
      'Longest pause that learning may choose for a card that D1 has not yet sent to the printer, unless requestedSeconds is longer.',
  }),
  atPrinterCeilingSeconds: seconds({
    fallback: 20,
    min: 1,
    max: LONGEST_LEARNED_SECONDS,
    about: 'Longest pause that learning may choose for a card at the printer, unless atPrinterSeconds is longer.',
  }),
  inProgressCeilingSeconds: seconds({
    fallback: 20,
    min: 1,
    max: LONGEST_LEARNED_SECONDS,
    about:
      'Longest pause that learning may choose for a card in progress with a status this program does not know, unless inProgressSeconds is longer.',
  }),
  jitterPercent: wholeNumber({
    unit: 'percent',
    fallback: 20,
    min: 0,
    max: 50,
    about: 'How far each pause may vary in either direction, so that thousands of stations do not ask in step.',
  }),
});
