import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const css = (name: string): string =>
  readFileSync(new URL(`../../../renderer/theme/${name}.css`, import.meta.url), 'utf8');
const messages = css('messages');
const tokens = css('tokens');

type Colour = readonly [number, number, number];

const colourOf = (hex: string): Colour => {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

/** Contrast as WCAG 2.2 reckons it. */
function contrast(one: Colour, other: Colour): number {
  const luminance = (colour: Colour): number => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colours of each set of tokens: one for each theme there is. */
const THEMES = [...tokens.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
  .map(([, selector = '', body = '']) => {
    const token = (name: string): string | undefined => new RegExp(`--${name}:\\s*#([0-9a-f]{6})`).exec(body)?.[1];
    return { selector: selector.trim().split('\n').at(-1) ?? '', token };
  })
  .filter(({ token }) => token('ground') !== undefined);

const alpha = Number(/--dim:\s*rgb\(0 0 0 \/ (\d+)%\)/.exec(tokens)?.[1]) / 100;
const shaded = (colour: Colour): Colour => colour.map((part) => part * (1 - alpha)) as unknown as Colour;

describe.each(THEMES)('the shade over an idle screen in $selector', ({ token }) => {
  const grounds = [token('ground'), token('surface') ?? token('ground')].map((hex) => colourOf(hex ?? ''));

  it.each(['text', 'text-soft'])('leaves %s readable', (name) => {
    for (const ground of grounds)
      expect(contrast(shaded(colourOf(token(name) ?? '')), shaded(ground))).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the shade', () => {
  it('is there, and takes away at least half of the light', () => {
    expect(THEMES.length).toBeGreaterThan(0);
    expect((1 - alpha) ** 2.2).toBeLessThan(0.5);
  });

  it('leaves prompt and hint readable on the brightest of their ground', () => {
    const prompt = /\.idle-prompt \{[^}]*color: #([0-9a-f]{6})/.exec(messages)?.[1];
    const ground = /radial-gradient\([^#]*#([0-9a-f]{6})/.exec(messages)?.[1];
    if (prompt === undefined || ground === undefined) return;
    const hint = /:root \{[^}]*--text-soft: #([0-9a-f]{6})/.exec(tokens)?.[1] ?? '';
    for (const words of [prompt, hint])
      expect(contrast(shaded(colourOf(words)), shaded(colourOf(ground)))).toBeGreaterThanOrEqual(4.5);
  });
});
