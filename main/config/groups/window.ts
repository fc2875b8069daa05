import { z } from 'zod';

import { LANGUAGES, THEMES } from '../../tracking/words.ts';
import { choice, flag, wholeNumber } from '../setting.ts';

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

export const kioskGroup = z.strictObject({
  fullScreen: flag({ fallback: true, about: 'Whether the installed station fills the screen without frame or menu.' }),
});
