import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import type { SoundView } from '../../../../main/ipc/contract.ts';
import { SoundSettings } from '../../../../renderer/components/sound-settings.tsx';
import { SoundTool } from '../../../../renderer/components/sound-tool.tsx';
import { StationProvider, type StationActions } from '../../../../renderer/components/station-context.tsx';
import { WordsProvider } from '../../../../renderer/components/words-context.tsx';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { createGlass } from '../../../../renderer/store/glass.ts';
import type { PinPad } from '../../../../renderer/store/pin-pad.ts';
import { acceptSnapshot, createStationStore } from '../../../../renderer/store/station-store.ts';
import { stationView } from '../../views.ts';

const NOON = { mono: 0, wall: 1_000_000 };

/** The component as it stands in the document while the station's sound is so. */
function drawn(component: typeof SoundSettings, sound: SoundView): string {
  const store = createStationStore(NOON);
  acceptSnapshot(store, stationView({ sound }), NOON);
  const inside = createElement(component);
  // Drawn without a browser, a component is shown what the store held first.
  const filled = { ...store, getInitialState: store.getState };
  const station = {
    store: filled,
    actions: {} as StationActions,
    glass: createGlass(),
    pin: {} as PinPad,
    scans: { touch: () => undefined, stop: () => undefined },
    children: inside,
  };
  return renderToStaticMarkup(
    createElement(WordsProvider, { words: createWords(), children: createElement(StationProvider, station) }),
  );
}

const ON = { volume: 60, muted: false, quietUntil: null };
const testButtons = (markup: string): readonly string[] =>
  markup.match(/<button[^>]*data-act="test-sound"[^>]*>/g) ?? [];

describe('the settings of the sound', () => {
  it('offer five volumes, of which one is set, and three sounds to try', () => {
    const markup = drawn(SoundSettings, ON);
    expect(markup.match(/role="radio"/g)).toHaveLength(5);
    expect(markup.match(/role="radio"[^>]*aria-checked="true"[^>]*data-value="60"/g)).toHaveLength(1);
    expect(testButtons(markup).map((button) => /data-sound="([a-z]+)"/.exec(button)?.[1])).toEqual([
      'ready',
      'stop',
      'attention',
    ]);
    expect(testButtons(markup).join()).not.toContain('disabled');
  });

  it('say while the sound is off that nothing is heard, and let nothing be tried', () => {
    const markup = drawn(SoundSettings, { ...ON, muted: true });
    expect(testButtons(markup).filter((button) => button.includes('disabled=""'))).toHaveLength(3);
    expect(markup).toContain('role="checkbox" aria-checked="false"');
    expect(markup).toContain('The sound is off.');
  });

  it('let the sounds be tried in quiet hours', () => {
    const markup = drawn(SoundSettings, { ...ON, quietUntil: 2_000_000 });
    expect(testButtons(markup).join()).not.toContain('disabled');
    expect(markup).toContain('Quiet hours until');
  });
});

describe('the tool of the sound', () => {
  it.each([
    ['on', ON, 'Sound on'],
    ['muted', { ...ON, muted: true }, 'Sound off'],
    ['quiet', { ...ON, quietUntil: 2_000_000 }, 'Quiet until'],
  ] as const)('says in words that it is %s', (state, sound, said) => {
    const markup = drawn(SoundTool, sound);
    expect(markup).toContain(`data-tool="sound" data-state="${state}"`);
    expect(markup).toContain(said);
  });
});
