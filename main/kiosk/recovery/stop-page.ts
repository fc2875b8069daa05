/** The stop page as it is served: the station's name on it, its own language first. */
import type { Language } from '../../tracking/words.ts';

/** As they stand in the page's source. */
const FIRST_MARK = 'data-first="en"';
const NAME_MARK = '>Card Station</p>';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function stopPage(html: string, language: Language, stationName: string): string {
  const name = stationName.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
  // As functions: a name may hold what a replacement text would take for a pattern.
  return html.replace(FIRST_MARK, () => `data-first="${language}"`).replace(NAME_MARK, () => `>${name}</p>`);
}
