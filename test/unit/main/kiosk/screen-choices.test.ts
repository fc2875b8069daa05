import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createScreenChoices, mayChoose } from '../../../../main/kiosk/screen-choices.ts';

const START = { language: 'fr', theme: 'dark', sound: { volume: 60, muted: false } } as const;
const folder = (): string => mkdtempSync(join(tmpdir(), 'card-station-choices-'));

describe('what people set at the screen', () => {
  it('begins as the configuration says', () => {
    expect(createScreenChoices(folder(), START).current()).toEqual(START);
  });

  it('holds at once, each for itself, and after a restart', () => {
    const profile = folder();
    const choices = createScreenChoices(profile, START);
    choices.choose({ choice: 'language', value: 'ja' });
    choices.choose({ choice: 'muted', value: true });
    const expected = { language: 'ja', theme: 'dark', sound: { volume: 60, muted: true } };
    expect(choices.current()).toEqual(expected);
    expect(createScreenChoices(profile, START).current()).toEqual(expected);
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
    expect(createScreenChoices(profile, START).current()).toEqual(START);
  });

  it('one kept entry that is not right takes nothing from the others', () => {
    const profile = folder();
    writeFileSync(join(profile, 'screen.json'), JSON.stringify({ language: 'xx', theme: 'light', volume: 900 }));
    expect(createScreenChoices(profile, START).current()).toEqual({ ...START, theme: 'light' });
  });

  it('a folder that cannot be written costs the memory of it and nothing else', () => {
    const nowhere = join(folder(), 'not', 'there');
    const choices = createScreenChoices(nowhere, START);
    choices.choose({ choice: 'theme', value: 'high-contrast' });
    expect(choices.current().theme).toBe('high-contrast');
    expect(createScreenChoices(nowhere, START).current()).toEqual(START);
  });

  it('writes nothing but what was set', () => {
    const profile = folder();
    createScreenChoices(profile, START).choose({ choice: 'volume', value: 0 });
    expect(JSON.parse(readFileSync(join(profile, 'screen.json'), 'utf8'))).toEqual({ volume: 0 });
  });
});

describe('who may set it', () => {
  it('is anybody for language and silence, and the administrator for colours and loudness', () => {
    const language = { choice: 'language', value: 'ja' } as const;
    const muted = { choice: 'muted', value: true } as const;
    const theme = { choice: 'theme', value: 'light' } as const;
    const volume = { choice: 'volume', value: 0 } as const;
    expect([language, muted, theme, volume].map((choice) => mayChoose(choice, false))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([language, muted, theme, volume].every((choice) => mayChoose(choice, true))).toBe(true);
  });
});
