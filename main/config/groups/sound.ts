import { z } from 'zod';

import { flag, wholeNumber } from '../setting.ts';

export const soundGroup = z.strictObject({
  volumePercent: wholeNumber({
    unit: 'percent',
    fallback: 60,
    min: 0,
    max: 100,
    about: 'How loud the station sounds when a card can be handed over, must not be, or needs a look.',
  }),
  muted: flag({
    fallback: false,
    about: 'Whether the station starts silent. Staff can switch its sounds on and off at the screen, where it is seen.',
  }),
});
