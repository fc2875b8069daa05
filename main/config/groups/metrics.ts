import { z } from 'zod';

import { file, seconds } from '../setting.ts';

export const metricsGroup = z.strictObject({
  file: file({
    ending: '.prom',
    about:
      "File that the station keeps current with figures for the bank's monitoring, in the folder that the textfile collector of node_exporter or windows_exporter reads. Not set, there is none. Its name ends in .prom; the folder has to be there, and the account of the station needs to write in it.",
  }),
  everySeconds: seconds({
    fallback: 15,
    min: 5,
    max: 300,
    about:
      'How often that file is written. The alert rules that come with the station take it for dead after two minutes.',
  }),
});
