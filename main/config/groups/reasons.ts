import { z } from 'zod';

import { file } from '../setting.ts';

export const reasonsGroup = z.strictObject({
  file: file({
    about:
      "JSON file with the bank's own words for the reason codes of D1: what a code means, what staff do, whom they call, in each language. reasons.md shows its form. Read at the start; whatever it says, it changes no verdict.",
  }),
});
