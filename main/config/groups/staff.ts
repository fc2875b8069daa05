import { z } from 'zod';

import { badgePatternProblem } from '../patterns.ts';
import { choice, flag, ruledText } from '../setting.ts';

export const staffGroup = z.strictObject({
  identity: choice({
    choices: ['none', 'initials', 'badge'],
    fallback: 'none',
    about:
      'How staff say who they are when they do anything with a card but undo it: an undo is in nobody\'s name. With "none" the record says only what was done and when.',
  }),
  badgePattern: ruledText({
    expects: 'a regular expression that matches a whole badge number, such as ^B[0-9]{6}$',
    problemOf: badgePatternProblem,
    about:
      'How a scanned staff badge looks. A scan is compared with this first, so that a badge number is never asked of D1.',
  }).optional(),
  secondForHandOver: flag({
    fallback: false,
    about: 'Whether handing a card over needs a second person.',
  }),
  secondForReject: flag({
    fallback: false,
    about: 'Whether rejecting a card needs a second person.',
  }),
});
