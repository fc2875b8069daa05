import { z } from 'zod';

import { scanPatternProblem } from '../patterns.ts';
import { choice, file, flag, ruledText, seconds, wholeNumber } from '../setting.ts';

export const intakeGroup = z.strictObject({
  allowNumericIds: flag({
    fallback: false,
    about:
      'Whether a card id may look like a card number (13 to 19 digits that pass its check). Only for an issuer whose ids are such numbers: with true, a card number typed by mistake is no longer refused.',
  }),
  scanPattern: ruledText({
    expects: 'a regular expression for the whole code of a slip, such as D1;(?<cardId>[^;]+);(?<reference>[^;]*)',
    problemOf: scanPatternProblem,
    about:
      'How the code on an order slip looks, where it is more than the card id. The part named cardId is the id; parts named operationId and reference can be there too. With it, a scan that does not fit is refused; an id that is typed still counts.',
  }).optional(),
  keyboardLayout: choice({
    choices: ['as-typed', 'us'],
    fallback: 'as-typed',
    about:
      'How a scan is read. "us" goes by the position of the keys on a US keyboard: for scanners that type as one on a PC with another layout, where hyphens, digits or letters arrive wrong. What people type is never changed.',
  }),
  links: flag({
    fallback: false,
    about: 'Whether links of the form card-station://watch?cardId=… hand a card to the station.',
  }),
  folder: file({
    about:
      'Folder in which other programs leave a JSON file for each card. Nothing is looked for where this is not set. The account of the station needs to write there; a folder that everybody can write is refused.',
  }),
  folderPollSeconds: seconds({
    fallback: 2,
    min: 1,
    max: 60,
    about: 'How often the folder is looked at. A file is taken at the second look that finds it unchanged.',
  }),
  folderKeepDays: wholeNumber({
    unit: 'days',
    fallback: 7,
    min: 1,
    max: 90,
    about: 'How long files that were taken or refused are kept in the folders done and failed.',
  }),
  list: flag({
    fallback: false,
    about:
      "Whether the bank's relay is asked for the cards of this station: GET {bankingUrl}/stations/{persoStation}/cards. Only in a relay mode.",
  }),
  listPollSeconds: seconds({
    fallback: 10,
    min: 5,
    max: 300,
    about: 'How often the relay is asked for that list.',
  }),
});
