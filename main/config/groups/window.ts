import { z } from 'zod';

import { choice, flag } from '../setting.ts';

export const screenGroup = z.strictObject({
  language: choice({
    choices: ['en'],
    notYet: ['fr', 'es', 'ja', 'ar'],
    fallback: 'en',
    about: 'Language of the screen.',
  }),
});

export const kioskGroup = z.strictObject({
  fullScreen: flag({ fallback: true, about: 'Whether the installed station fills the screen without frame or menu.' }),
});
