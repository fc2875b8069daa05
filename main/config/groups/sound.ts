import { z } from 'zod';

import { flag, wholeNumber } from '../setting.ts';
import { timeOfDay } from '../time-of-day.ts';

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
  quietFrom: timeOfDay(
    'When quiet hours begin each day, by the clock of this PC: until quietTo the station makes no sound, and its screen says so.',
  ),
  quietTo: timeOfDay('When quiet hours end. A time before quietFrom is one of the next morning.'),
});
