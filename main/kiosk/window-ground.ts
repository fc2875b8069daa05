/** What is on the glass before the page has run: the window's ground and the colours that the page begins with. */
import type { Theme } from '../tracking/words.ts';
import type { ScreenChoices } from './screen-choices.ts';

/**
 * The ground of the page in each of its themes (`--ground` in the page's tokens): the window has it before anything is
 * painted, so that nothing flashes.
 */
export const WINDOW_GROUND: Readonly<Record<Theme, string>> = {
  dark: '#0b1016',
  light: '#e9eef3',
  'high-contrast': '#000000',
};

/** As they stand in the page's source, for the theme that it is written in. */
const THEME_MARK = 'data-theme="dark"';
const SCHEME_MARK = 'name="color-scheme" content="dark"';

/** The page as it is served: it has its theme before any script of it has run. */
export function themedPage(html: string, theme: Theme): string {
  const scheme = theme === 'light' ? 'light' : 'dark';
  return html
    .replace(THEME_MARK, `data-theme="${theme}"`)
    .replace(SCHEME_MARK, `name="color-scheme" content="${scheme}"`);
}

/** The same choices; when somebody chooses another theme, the window's ground goes with it. */
export function withWindowGround(
  choices: ScreenChoices,
  window: { setBackgroundColor(colour: string): void },
): ScreenChoices {
  return {
    current: choices.current,
    flush: () => choices.flush(),
    choose(choice) {
      choices.choose(choice);
      if (choice.choice === 'theme') window.setBackgroundColor(WINDOW_GROUND[choice.value]);
    },
  };
}
