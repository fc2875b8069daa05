/**
 * Where the keyboard was. What a dialog or a panel covers is drawn anew when it closes, so a control is remembered by what
 * it is and not by its element; one of a card's stage belongs to that card alone.
 */
const NAMES = ['data-testid', 'data-tool', 'data-act', 'data-card-id'] as const;

let last: string | null = null;

/** Remembers from now on what has the focus. */
export function rememberFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? addressOf(target) : null;
  });
}

/** The selector of what had the focus last; null when it has no name. */
export function lastFocus(): string | null {
  return last;
}

/** Gives the focus back, where nothing else has taken it in the meantime. */
export function returnFocus(address: string | null): void {
  if (address === null || (document.activeElement !== null && document.activeElement !== document.body)) return;
  document.querySelector<HTMLElement>(address)?.focus();
}

function addressOf(element: Element): string | null {
  const own = NAMES.map((name) => part(name, element.getAttribute(name))).join('');
  if (own === '') return null;
  const card = element.closest('[data-testid="stage"]')?.getAttribute('data-card-id') ?? '';
  return card === '' ? own : `[data-testid="stage"]${part('data-card-id', card)} ${own}`;
}

function part(name: string, value: string | null): string {
  return value === null ? '' : `[${name}="${CSS.escape(value)}"]`;
}
