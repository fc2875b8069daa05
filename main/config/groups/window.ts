import { z } from 'zod';

import { LANGUAGES, THEMES } from '../../tracking/words.ts';
import { choice, flag } from '../setting.ts';

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
});

export const kioskGroup = z.strictObject({
  fullScreen: flag({ fallback: true, about: 'Whether the installed station fills the screen without frame or menu.' }),
});
