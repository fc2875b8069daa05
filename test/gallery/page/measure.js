/**
 * Measures a page as it stands: is every text large enough, whole, and clear of the others, and every target large enough
 * for a finger? Sizes in px as drawn for 1920 × 1080; `u` is one drawn pixel here; `floor` is the least size of any text.
 * Gives a sentence for each thing that is wrong.
 */
function measure({ u, word, instruction, text, floor, target }) {
  const problems = [];
  const TOLERANCE = 1;
  const seen = (element) => {
    const { visibility, opacity, display } = getComputedStyle(element);
    if (visibility === 'hidden' || display === 'none' || opacity === '0') return false;
    return element.parentElement === null || seen(element.parentElement);
  };
  const name = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  /** What a person can bring into sight: lists that scroll, and fade where they go on. */
  const scrolls = (element) =>
    /auto|scroll/.test(getComputedStyle(element).overflowY + getComputedStyle(element).overflowX);

  const texts = [];
  const walker = document.createTreeWalker(document.getElementById('root') ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || element.closest('.unseen, svg') !== null)
      continue;
    if (!seen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    const size = parseFloat(getComputedStyle(element).fontSize);
    const least = element.closest('.word')
      ? word * u
      : element.closest('.instruction')
        ? instruction * u
        : Math.max(floor, text * u);
    if (size < least - 0.5) problems.push(`too small: ${size.toFixed(1)} < ${least.toFixed(1)} ${name(element)}`);
    let inScroll = false;
    for (let box = element; box !== null; box = box.parentElement) {
      if (scrolls(box)) inScroll = true;
      if (inScroll || getComputedStyle(box).overflow === 'visible') continue;
      const edge = box.getBoundingClientRect();
      // The line box of a font is higher than its letters: what may be cut of it is the empty part.
      const slack = TOLERANCE + size * 0.14;
      for (const rect of rects) {
        if (
          rect.left < edge.left - TOLERANCE ||
          rect.right > edge.right + TOLERANCE ||
          rect.top < edge.top - slack ||
          rect.bottom > edge.bottom + slack
        )
          problems.push(`cut by ${box.getAttribute('class') ?? box.tagName}: ${name(element)}`);
      }
    }
    for (const rect of rects) {
      if (
        !inScroll &&
        (rect.left < -TOLERANCE ||
          rect.right > innerWidth + TOLERANCE ||
          rect.top < -TOLERANCE ||
          rect.bottom > innerHeight + TOLERANCE)
      )
        problems.push(`outside of the screen: ${name(element)}`);
    }
    // A font's own box is higher than its letters, and than the line it stands in.
    const letters = rects.map((rect) => {
      const height = Math.min(rect.height, size);
      const top = rect.top + (rect.height - height) / 2;
      return { left: rect.left, right: rect.right, top, bottom: top + height, height };
    });
    texts.push({ element, rects: letters, inScroll });
  }

  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      if (one.inScroll || other.inScroll || one.element === other.element) continue;
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const clash = one.rects.some((a) =>
        other.rects.some((b) => {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          return across > 2 && down > Math.min(a.height, b.height) * 0.22;
        }),
      );
      if (clash) problems.push(`over each other: ${name(one.element)} and ${name(other.element)}`);
    }
  }

  for (const control of document.querySelectorAll(
    'button, [role="button"], [role="radio"], [role="checkbox"], input',
  )) {
    if (!seen(control) || control.closest('[inert]') !== null) continue;
    const { width, height } = control.getBoundingClientRect();
    if (Math.min(width, height) < target - 0.5)
      problems.push(`too small to touch: ${width.toFixed(0)} × ${height.toFixed(0)} ${name(control)}`);
  }
  return [...new Set(problems)];
}
