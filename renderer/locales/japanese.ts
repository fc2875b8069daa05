/** Japanese on the page, in words or in a name that a bank wrote. */
const JAPANESE = /[\u2e80-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[\ud840-\ud888][\udc00-\udfff]/;

/**
 * Marks the document with `data-japanese` as soon as something Japanese stands in it, before it is drawn, and from then on. The
 * Japanese font comes in more than a hundred files; while no text needs it, even naming it costs each layout before the first
 * picture a look at every one of them.
 */
export function markJapanese(root: HTMLElement): void {
  const marked = (text: string): boolean => {
    if (!JAPANESE.test(text)) return false;
    root.dataset['japanese'] = '';
    observer.disconnect();
    return true;
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      const nodes = type === 'characterData' ? [target] : [...addedNodes];
      if (nodes.some((node) => marked(node.textContent ?? ''))) return;
    }
  });
  if (!marked(root.textContent)) observer.observe(root, { subtree: true, childList: true, characterData: true });
}
