import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { ScreenChoices } from '../../../../main/kiosk/screen-choices.ts';
import { themedPage, WINDOW_GROUND, withWindowGround } from '../../../../main/kiosk/window-ground.ts';
import { THEMES, type Theme } from '../../../../main/tracking/words.ts';

const renderer = (name: string): string =>
  readFileSync(new URL(`../../../../renderer/${name}`, import.meta.url), 'utf8');

/** `--ground` of a theme, as the page's tokens have it; undefined for a theme that has no tokens yet. */
function groundOf(theme: Theme): string | undefined {
  const blocks = [...renderer('theme/tokens.css').matchAll(/([^{}]*)\{([^{}]*)\}/g)];
  const own = blocks.filter(([, selector = '']) =>
    selector.includes('data-theme') ? selector.includes(`'${theme}'`) : theme === 'dark' && selector.includes(':root'),
  );
  return own.map(([, , body = '']) => /--ground:\s*([^;]+);/.exec(body)?.[1]).find((ground) => ground !== undefined);
}

describe('the ground of the window', () => {
  it.each(THEMES)('in %s is that of the page', (theme) => {
    const ground = groundOf(theme);
    if (theme === 'dark') expect(ground).toBeDefined();
    if (ground !== undefined) expect(WINDOW_GROUND[theme]).toBe(ground);
  });

  it('goes with the theme that somebody chooses, and with nothing else', () => {
    const colours: string[] = [];
    const chosen: unknown[] = [];
    const choices: ScreenChoices = {
      current: () => ({ language: 'en', theme: 'dark', sound: { volume: 60, muted: false } }),
      choose: (choice) => void chosen.push(choice),
      flush: () => void chosen.push('flush'),
    };
    const both = withWindowGround(choices, { setBackgroundColor: (colour) => void colours.push(colour) });
    both.choose({ choice: 'muted', value: true });
    both.choose({ choice: 'theme', value: 'light' });
    expect(chosen).toHaveLength(2);
    expect(colours).toEqual([WINDOW_GROUND.light]);
    both.flush();
    expect(chosen.at(-1)).toBe('flush');
  });
});

describe('the page as it is served', () => {
  const html = renderer('index.html');

  it.each([
    ['dark', 'dark'],
    ['light', 'light'],
    ['high-contrast', 'dark'],
  ] as const)('is %s before any script, on a canvas that is %s', (theme, scheme) => {
    const served = themedPage(html, theme);
    expect(served).toContain(`<html lang="en" data-theme="${theme}">`);
    expect(served).toContain(`<meta name="color-scheme" content="${scheme}" />`);
    expect(served.replace(/data-theme="[^"]*"|content="(dark|light)"/g, '')).toBe(
      html.replace(/data-theme="[^"]*"|content="(dark|light)"/g, ''),
    );
  });

  it('links its colours before its script', () => {
    expect(html.indexOf('tokens.css')).toBeGreaterThan(0);
    expect(html.indexOf('tokens.css')).toBeLessThan(html.indexOf('<script'));
    expect(html.indexOf('base.css')).toBeLessThan(html.indexOf('<script'));
  });
});
