/** What is looked at: everything in the long run, a sample otherwise. */
import { LANGUAGES, THEMES, type Language, type Theme } from '../../main/tracking/words.ts';
import { SIZES, type Size } from './open-state.ts';
import { STATES, type GalleryState } from './states.ts';

export interface Look {
  readonly size: Size;
  readonly language: Language;
  readonly theme: Theme;
  readonly states: readonly GalleryState[];
}

export const LONG = process.env['CARD_STATION_LONG'] === '1';

/** One of each kind: what the sample shows in every language. */
const SAMPLE = new Set([
  'idle',
  'wait-stuck',
  'hand-over',
  'hand-over-longest',
  'production-failed',
  'cannot-tell-stale',
  'already-handed-over',
  'several-7',
  'check-list-last-four',
  'check-list-badges',
  'reject',
  'decide-elsewhere',
  'checking',
  'given',
  'refused-last-four',
  'fault-certificate',
  'banner-network',
  'configuration-problem',
  'first-start',
  'undo',
]);
const sample = STATES.filter(({ name }) => SAMPLE.has(name));

/** Every size, language and theme with every state; or every state once and the sample in the others. */
export const LOOKS: readonly Look[] = LONG
  ? SIZES.flatMap((size) =>
      LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ size, language, theme, states: STATES }))),
    )
  : [
      { size: SIZES[1], language: 'en', theme: 'dark', states: STATES },
      ...LANGUAGES.map((language, index): Look => {
        const size = SIZES[index % 3] ?? SIZES[0];
        return { size, language, theme: THEMES[index % THEMES.length] ?? 'dark', states: sample };
      }),
    ];

export function lookName({ size, language, theme }: Look): string {
  return `${String(size.width)}×${String(size.height)} ${language} ${theme}`;
}
