/** One state of each family of screens: what is looked at where every state would be too much. */
import { STATES, type GalleryState } from './states.ts';

const NAMES = [
  'idle',
  'idle-typing',
  'idle-shelf',
  'scan-refused',
  'wait-at-printer',
  'wait-stuck',
  'hand-over',
  'hand-over-sandbox',
  'production-failed',
  'cannot-tell-stale',
  'already-handed-over',
  'several-7',
  'check-list-complete',
  'check-list-badges',
  'reject-complete',
  'decide-elsewhere',
  'checking',
  'given',
  'refused-no-answer',
  'undo',
  'fault-certificate',
  'banner-network',
  'configuration-problem',
  'typing',
  'language',
  'look-and-sound',
  'recent',
  'pin-typed',
  'pin-keychain',
  'self-test-failed',
  'settings',
  'diagnostics-trouble',
  'quit',
];

export const FAMILIES: readonly GalleryState[] = NAMES.map((name) => {
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) throw new Error(`no state is called ${name}`);
  return state;
});
