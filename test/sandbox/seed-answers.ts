import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The six answers of D1's "Track production" page, byte for byte as they are printed there; that is why some are indented
 * oddly and why the files are kept from every formatter.
 *
 * All six name one card, `271b-6e47-8ec3-7f3f`, and a station ignores entries of another card than the one it asked for.
 * So that card serves the one answer that the control API selects, untouched, while the six `SEED-…` cards serve all of them
 * at once, with nothing replaced but the value of `cardId`.
 */
export const SEED_CARD_ID = '271b-6e47-8ec3-7f3f';

export const SEED_NAMES = [
  'CARD_PROD_REQUESTED',
  'CARD_PROD_READY',
  'CARD_PROD_DONE',
  'DATA_EXCEPTION',
  'CARD_PROD_EXCEPTION',
  'CARD_PROD_CANCELED',
] as const;
export type SeedName = (typeof SEED_NAMES)[number];

export const SEED_CARDS: Readonly<Record<string, SeedName>> = {
  'SEED-REQUESTED': 'CARD_PROD_REQUESTED',
  'SEED-READY': 'CARD_PROD_READY',
  'SEED-DONE': 'CARD_PROD_DONE',
  'SEED-DATA-EXCEPTION': 'DATA_EXCEPTION',
  'SEED-PROD-EXCEPTION': 'CARD_PROD_EXCEPTION',
  'SEED-CANCELED': 'CARD_PROD_CANCELED',
};

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'seed');

/** The page's bytes. */
export function seedAnswer(name: SeedName): Buffer {
  return readFileSync(join(FOLDER, `${name.toLowerCase().replaceAll('_', '-')}.json`));
}

/** The same bytes with the value of `cardId` replaced. */
export function seedAnswerFor(name: SeedName, cardId: string): Buffer {
  return Buffer.from(seedAnswer(name).toString('utf8').replaceAll(`"${SEED_CARD_ID}"`, JSON.stringify(cardId)));
}
