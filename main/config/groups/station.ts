import { z } from 'zod';

import { line } from '../setting.ts';

export const stationGroup = z.strictObject({
  name: line({ max: 60, about: 'Name of this station as staff and support call it, shown on the screen.' }),
  persoStation: line({
    max: 64,
    about:
      'The personalisation station beside this screen, as it was registered with D1 (persoStation). Shown as "this kiosk"; D1 does not confirm it.',
  }),
});
