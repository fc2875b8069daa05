import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { stopPage } from '../../../../../main/kiosk/recovery/stop-page.ts';
import { LANGUAGES } from '../../../../../main/tracking/words.ts';

const html = readFileSync(new URL('../../../../../renderer/stop.html', import.meta.url), 'utf8');
const css = readFileSync(new URL('../../../../../renderer/theme/stop.css', import.meta.url), 'utf8');

describe('the stop page', () => {
  it('has no script, no form and nothing from elsewhere', () => {
    expect(html).not.toMatch(/<(script|iframe|form|img|link rel="(?!stylesheet))|\son\w+=|style=|https?:/);
  });

  it.each(LANGUAGES)('says both sentences in %s, and can put it first', (language) => {
    const said = new RegExp(
      `lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">\\s*<h1>([^<]+)</h1>\\s*<p>([^<]+)</p>`,
    );
    const [, first = '', second = ''] = said.exec(html) ?? [];
    expect(first.length).toBeGreaterThan(10);
    expect(second.length).toBeGreaterThan(20);
    expect(stopPage(html, language, 'x')).toContain(`data-first="${language}"`);
    expect(css).toContain(`.stop[data-first='${language}'] .stop-said:lang(${language})`);
  });

  it('has the name of the station as text, whatever it holds', () => {
    const name = `O'Hara & "Sons" </p><script>$&$1`;
    const page = stopPage(html, 'fr', name);
    expect(page).toContain('>O&#39;Hara &amp; &quot;Sons&quot; &lt;/p&gt;&lt;script&gt;$&amp;$1</p>');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('>Card Station</p>');
  });
});
