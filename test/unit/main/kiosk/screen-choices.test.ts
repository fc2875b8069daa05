import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createScreenChoices, KEEP_AFTER_MS } from '../../../../main/kiosk/screen-choices.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const START = { language: 'fr', theme: 'dark', sound: { volume: 60, muted: false } } as const;
const folder = (): string => mkdtempSync(join(tmpdir(), 'card-station-choices-'));

describe('what people set at the screen', () => {
  it('begins as the configuration says', () => {
    expect(createScreenChoices(folder(), START, new FakeClock()).current()).toEqual(START);
  });

  it('holds at once, each for itself, and after a restart', () => {
    const profile = folder();
    const choices = createScreenChoices(profile, START, new FakeClock());
    choices.choose({ choice: 'language', value: 'ja' });
    choices.choose({ choice: 'muted', value: true });
    const expected = { language: 'ja', theme: 'dark', sound: { volume: 60, muted: true } };
    expect(choices.current()).toEqual(expected);
    choices.flush();
    expect(createScreenChoices(profile, START, new FakeClock()).current()).toEqual(expected);
    expect(statSync(join(profile, 'screen.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '[1]'],
    ['null', 'null'],
    ['far too long', JSON.stringify({ language: 'ja', more: 'x'.repeat(5_000) })],
  ])('a kept file that is %s counts as none', (_what, text) => {
    const profile = folder();
    writeFileSync(join(profile, 'screen.json'), text);
    expect(createScreenChoices(profile, START, new FakeClock()).current()).toEqual(START);
  });

  it('one kept entry that is not right takes nothing from the others', () => {
    const profile = folder();
    writeFileSync(join(profile, 'screen.json'), JSON.stringify({ language: 'xx', theme: 'light', volume: 900 }));
    expect(createScreenChoices(profile, START, new FakeClock()).current()).toEqual({ ...START, theme: 'light' });
  });

  it('a folder that cannot be written costs the memory of it and nothing else', () => {
    const nowhere = join(folder(), 'not', 'there');
    const choices = createScreenChoices(nowhere, START, new FakeClock());
    choices.choose({ choice: 'theme', value: 'high-contrast' });
    choices.flush();
    expect(choices.current().theme).toBe('high-contrast');
    expect(createScreenChoices(nowhere, START, new FakeClock()).current()).toEqual(START);
  });

  it('writes nothing but what was set', () => {
    const profile = folder();
    const choices = createScreenChoices(profile, START, new FakeClock());
    choices.choose({ choice: 'volume', value: 0 });
    choices.flush();
    expect(JSON.parse(readFileSync(join(profile, 'screen.json'), 'utf8'))).toEqual({ volume: 0 });
  });

  it('writes the last of many once, a moment later, and nothing when nothing was set', () => {
    const profile = folder();
    const file = join(profile, 'screen.json');
    const clock = new FakeClock();
    const choices = createScreenChoices(profile, START, clock);
    choices.flush();
    for (let volume = 0; volume <= 100; volume += 1) choices.choose({ choice: 'volume', value: volume });
    expect(existsSync(file)).toBe(false);
    expect(choices.current().sound.volume).toBe(100);
    clock.advance(KEEP_AFTER_MS);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ volume: 100 });
    expect(clock.pending()).toBe(0);
    // The next one waits anew, and the end of the program does not wait for it.
    choices.choose({ choice: 'volume', value: 20 });
    choices.flush();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ volume: 20 });
    expect(clock.pending()).toBe(0);
  });
});
