/* global isSeen, nameOf */
/**
 * Is what a person has to see there at once, and everything else within reach of a finger that scrolls? Gives a sentence for
 * each thing that is not. `always`: what may never be scrolled away or covered; `line`: the height of a line of text in px.
 * Needs `colours.js`.
 */
function reach({ always, line }) {
  const problems = [];
  const SLACK = 1;
  /** The part of the screen in which a person sees an element now. */
  const windowOf = (element) => {
    const shown = { top: 0, left: 0, bottom: innerHeight, right: innerWidth };
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      if (getComputedStyle(box).overflow === 'visible') continue;
      const edge = box.getBoundingClientRect();
      shown.top = Math.max(shown.top, edge.top);
      shown.left = Math.max(shown.left, edge.left);
      shown.bottom = Math.min(shown.bottom, edge.bottom);
      shown.right = Math.min(shown.right, edge.right);
    }
    return shown;
  };
  const isWhole = (element) => {
    const box = element.getBoundingClientRect();
    const shown = windowOf(element);
    return (
      box.top >= shown.top - SLACK &&
      box.left >= shown.left - SLACK &&
      box.bottom <= shown.bottom + SLACK &&
      box.right <= shown.right + SLACK
    );
  };
  const isOnTop = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    // A little inside of each end: what covers a part of it covers one of these.
    return [0.1, 0.5, 0.9].every((share) => {
      const found = document.elementFromPoint(left + width * share, top + height / 2);
      return found !== null && (element.contains(found) || found.closest('[inert]') !== null);
    });
  };
  const inert = (element) => element.closest('[inert]') !== null;

  for (const element of document.querySelectorAll(always)) {
    if (!isSeen(element) || inert(element)) continue;
    if (!isWhole(element)) problems.push(`not whole without scrolling: ${nameOf(element)}`);
    else if (!isOnTop(element)) problems.push(`covered: ${nameOf(element)}`);
    if (element.scrollWidth > element.clientWidth + SLACK && getComputedStyle(element).display !== 'inline')
      problems.push(`wider than its room: ${nameOf(element)}`);
  }

  for (const element of document.querySelectorAll('#root *')) {
    if (!isSeen(element) || inert(element) || element.closest('svg') !== null) continue;
    const { overflowY } = getComputedStyle(element);
    if (element.scrollHeight <= element.clientHeight + SLACK || overflowY === 'visible') continue;
    if (overflowY === 'hidden') {
      // What is not there for the eye, or is empty at its end, may be cut.
      if (element.matches('.verdict, .list-cards')) problems.push(`cannot be scrolled: ${nameOf(element)}`);
    } else if (element.clientHeight < line) problems.push(`no line to be read: ${nameOf(element)}`);
  }

  for (const control of document.querySelectorAll('#root button')) {
    if (!isSeen(control) || inert(control)) continue;
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const middle = control.getBoundingClientRect();
    const found = document.elementFromPoint(middle.left + middle.width / 2, middle.top + middle.height / 2);
    if (found === null || !control.contains(found)) problems.push(`out of reach: ${nameOf(control)}`);
  }
  return [...new Set(problems)];
}
