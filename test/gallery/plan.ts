/** What is looked at: everything in the long run, a sample otherwise. */
import { LANGUAGES, THEMES, type Language, type Theme } from '../../main/tracking/words.ts';
import { SIZES, type Size } from './open-state.ts';
import { STATES, type GalleryState } from './states.ts';

export interface Look {
  readonly size: Size;
  readonly language: Language;
  readonly theme: Theme;
  readonly states: readonly GalleryState[];
  /** Whether a program looks for accessibility mistakes: they are the same in every size. */
  readonly axe: boolean;
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
  'pin-wait',
  'setup',
  'self-test-failed',
  'settings',
  'diagnostics-trouble',
  'undo',
]);
const sample = STATES.filter(({ name }) => SAMPLE.has(name));

/**
 * Every state in every language and theme, and in every language and size; or every state once and the sample in the
 * others. Colours do not depend on the size, nor sizes on the colours.
 */
export const LOOKS: readonly Look[] = LONG
  ? LANGUAGES.flatMap((language) => [
      ...THEMES.map((theme): Look => ({ size: SIZES[0], language, theme, states: STATES, axe: true })),
      ...SIZES.slice(1).map((size, index): Look => ({
        size,
        language,
        theme: THEMES[index % THEMES.length] ?? 'dark',
        states: STATES,
        axe: false,
      })),
    ])
  : [
      { size: SIZES[1], language: 'en', theme: 'dark', states: STATES, axe: true },
      ...LANGUAGES.map((language, index): Look => {
        const size = SIZES[index % 3] ?? SIZES[0];
        return { size, language, theme: THEMES[index % THEMES.length] ?? 'dark', states: sample, axe: true };
      }),
    ];

export function lookName({ size, language, theme }: Look): string {
  return `${String(size.width)}×${String(size.height)} ${language} ${theme}`;
}
