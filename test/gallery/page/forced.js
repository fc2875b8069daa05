/* global channels, groundOf, isSeen, nameOf, ratio */
/**
 * With the colours of the system: is every colour one of them, every text and picture to be told from its ground, and every
 * control to be told from what is around it? Gives a sentence for each thing that is wrong. Needs `colours.js`.
 */
function forced({ text, shape }) {
  const SYSTEM =
    'Canvas CanvasText ButtonFace ButtonText ButtonBorder Field FieldText GrayText Highlight HighlightText LinkText'.split(
      ' ',
    );
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.forcedColorAdjust = 'none';
  const palette = new Set(
    SYSTEM.map((name) => {
      probe.style.color = name;
      return channels(getComputedStyle(probe).color).join();
    }),
  );
  probe.remove();
  const problems = [];
  const wrong = (what, element) => problems.push(`${what}: ${nameOf(element)}`);
  const isOurs = (colour) => colour[3] === 255 && !palette.has(colour.join());

  for (const element of document.querySelectorAll('#root *')) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    if (isOurs(channels(style.backgroundColor))) wrong('a ground of our own', element);
    if (element.closest('svg') !== null) continue;
    const words = [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== '');
    if (!words) continue;
    const colour = channels(style.color);
    if (isOurs(colour)) wrong('a colour of our own', element);
    if (ratio(colour, groundOf(element)) < text) wrong('text cannot be read', element);
  }

  for (const picture of document.querySelectorAll('#root svg')) {
    if (!isSeen(picture)) continue;
    const ground = groundOf(picture);
    const drawn = [...picture.querySelectorAll('path, circle, rect, text')].flatMap((part) => {
      const { fill, stroke } = getComputedStyle(part);
      return [fill, stroke].filter((paint) => paint !== 'none').map(channels);
    });
    if (drawn.some(isOurs)) wrong('a line of our own colour', picture.parentElement);
    if (!drawn.some((paint) => ratio(paint, ground) >= shape)) wrong('a picture cannot be seen', picture.parentElement);
    // What is cut out of a shape has to be told from the shape.
    const cut = picture.querySelector('.icon-cut, .tick-cut, .given-cut');
    if (cut === null) continue;
    if (ratio(channels(getComputedStyle(cut).stroke), channels(getComputedStyle(picture).color)) < shape)
      wrong('the sign within a picture cannot be seen', picture.parentElement);
  }

  const edgeOf = (element) => {
    const style = getComputedStyle(element);
    return ['Top', 'Right', 'Bottom', 'Left'].map((side) => ({
      width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
      colour: channels(style[`border${side}Color`]),
    }));
  };
  for (const control of document.querySelectorAll('#root button, #root .box')) {
    if (!isSeen(control)) continue;
    const around = groundOf(control, true);
    const edged = edgeOf(control).every(({ width, colour }) => width >= 1 && ratio(colour, around) >= shape);
    if (!edged && ratio(groundOf(control), around) < shape) wrong('a control without an edge', control);
  }

  // What is chosen differs by more than a colour: its edge, or what its picture shows.
  const look = (element) =>
    `${edgeOf(element)
      .map(({ width }) => width)
      .join()} ${element.querySelector('svg')?.innerHTML ?? ''}`;
  const states = ['aria-checked', 'aria-pressed'];
  for (const state of states) {
    const kinds = new Set([...document.querySelectorAll(`[${state}="true"]`)].map((each) => each.classList[0]));
    for (const kind of kinds) {
      const all = (value) => [...document.querySelectorAll(`.${kind}[${state}="${value}"], .${kind}:not([${state}])`)];
      const plain = new Set(all('false').map(look));
      for (const element of document.querySelectorAll(`.${kind}[${state}="true"]`)) {
        if (plain.has(look(element))) wrong('chosen, and only a colour says so', element);
      }
    }
  }
  return [...new Set(problems)];
}
