import { z } from 'zod';

import { seconds, wholeNumber } from '../setting.ts';

/** 1 MiB. An honest answer has some hundred bytes per operation. */
const MEBIBYTE = 1_048_576;

export const limitsGroup = z.strictObject({
  freshnessLimitSeconds: seconds({
    fallback: 60,
    min: 5,
    max: 120,
    about:
      'Oldest answer of D1 that may show "hand over". Lower is safer; it must leave room for the next read of a green card.',
  }),
  notAskedSeconds: seconds({
    fallback: 10,
    min: 1,
    max: 60,
    about: 'How long a card just added may wait for its first answer before the screen says "cannot tell".',
  }),
  notFoundGraceSeconds: seconds({
    fallback: 120,
    min: 5,
    max: 1_800,
    about: 'How long D1 may not know a card just added: the order can reach D1 after the slip reaches the desk.',
  }),
  slowAfterSeconds: seconds({
    fallback: 360,
    min: 5,
    max: 7_200,
    about: 'From when the wording says that a card takes longer than usual.',
  }),
  stuckAfterSeconds: seconds({
    fallback: 900,
    min: 10,
    max: 14_400,
    about:
      'From when the wording says that a card is stuck and names a contact. Nothing ever times out into success or failure.',
  }),
  parkAfterHours: wholeNumber({
    unit: 'hours',
    fallback: 12,
    min: 1,
    max: 72,
    about: 'A card that nobody has touched for so long is put aside and no longer asked for; a scan brings it back.',
  }),
  pressSeconds: seconds({
    fallback: 4,
    min: 2,
    max: 10,
    about:
      'How long the check with D1 may take after staff confirm the check list; without an answer in time nothing is recorded.',
  }),
  undoSeconds: seconds({
    fallback: 30,
    min: 5,
    max: 120,
    about: 'How long a wrong tap can be undone. The undo is recorded; nothing is erased.',
  }),
  maxCards: wholeNumber({
    unit: 'cards',
    fallback: 60,
    min: 1,
    max: 60,
    about: 'Cards watched at once. More than one screen can hold would only hide the one that matters.',
  }),
  maxConcurrentRequests: wholeNumber({
    unit: 'requests',
    fallback: 4,
    min: 1,
    max: 8,
    about: 'Requests to D1 at the same time, one per card at most.',
  }),
  startsPerSecond: wholeNumber({
    unit: 'requests per second',
    fallback: 2,
    min: 1,
    max: 10,
    about: 'Requests to D1 begun per second by this station. D1 publishes no limit: agree more with Thales first.',
  }),
  retryFirstSeconds: seconds({
    fallback: 1,
    min: 1,
    max: 30,
    about: 'First pause after a failure of D1 or the network, at most; it doubles with each further one.',
  }),
  retryCeilingSeconds: seconds({
    fallback: 30,
    min: 1,
    max: 120,
    about: 'Longest pause between two attempts while D1 or the network fails. The station never gives up.',
  }),
  retryAfterCapSeconds: seconds({
    fallback: 300,
    min: 1,
    max: 3_600,
    about: 'Longest pause that an answer of D1 (Retry-After) can ask for; a longer wish is cut to this.',
  }),
  signInFirstSeconds: seconds({
    fallback: 30,
    min: 5,
    max: 300,
    about: 'First pause of the whole station after D1 refused its sign-in; it doubles with each further one.',
  }),
  signInCeilingSeconds: seconds({
    fallback: 300,
    min: 5,
    max: 3_600,
    about: 'Longest pause between two sign-ins that D1 refuses.',
  }),
  maxAnswerBytes: wholeNumber({
    unit: 'bytes',
    fallback: MEBIBYTE,
    min: 16_384,
    max: MEBIBYTE,
    about: 'Largest answer that is read; a larger one is a fault, not an answer.',
  }),
});
