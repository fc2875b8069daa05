import { z } from 'zod';

import { flag } from '../setting.ts';

export const intakeGroup = z.strictObject({
  allowNumericIds: flag({
    fallback: false,
    about:
      'Whether a card id may look like a card number (13 to 19 digits that pass its check). Only for an issuer whose ids are such numbers: with true, a card number typed by mistake is no longer refused.',
  }),
});
