import { z } from 'zod';

import { LANGUAGES, THEMES } from '../../tracking/words.ts';
import { choice, flag, wholeNumber } from '../setting.ts';
import { hoursOfDay, timeOfDay } from '../time-of-day.ts';

export const screenGroup = z.strictObject({
  language: choice({
    choices: LANGUAGES,
    fallback: 'en',
    about: 'Language of the screen until staff choose another one at the screen itself.',
  }),
  theme: choice({
    choices: THEMES,
    fallback: 'dark',
    about:
      'Colours of the screen. dark spares the panel and the eyes; light is for a desk in full daylight; high-contrast is for staff who need it.',
  }),
  dimAfterMinutes: wholeNumber({
    unit: 'minutes',
    fallback: 10,
    min: 1,
    max: 240,
    about:
      'After how long without a touch, a scan or news the screen without a card grows darker, to spare the panel. Anything of these makes it bright again.',
  }),
});

/** What happens to the displays that the station does not stand on. */
const OTHER_DISPLAYS = ['cover', 'leave'] as const;

export const kioskGroup = z.strictObject({
  fullScreen: flag({ fallback: true, about: 'Whether the installed station fills the screen without frame or menu.' }),
  onTop: flag({
    fallback: true,
    about:
      'Whether the full-screen station stays above other windows and takes the keyboard back from them, so that a scan reaches it.',
  }),
  otherDisplays: choice({
    choices: OTHER_DISPLAYS,
    fallback: 'cover',
    about:
      'What the full-screen station does with further displays of the PC. cover lays plain dark over them; leave leaves them to other programs.',
  }),
  restartAt: timeOfDay(
    'When the station restarts once a day, by the clock of this PC, if nobody needs it within the hour that follows: it ends with exit code 75, and whoever started it starts it again. Not set, it does not; set it only where something does start it again.',
  ),
  updateHours: hoursOfDay(
    'Hours in which card-station update-window may call an update safe, by the clock of this PC. Not set, any moment in which nobody needs the station will do.',
  ),
});
