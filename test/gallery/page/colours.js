/** Colours as they are drawn: parsed by the browser itself, with what shines through and what lies behind. */
const canvasOfColours = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** Red, green, blue and how much of it covers, each from 0 to 255. */
function channels(colour) {
  canvasOfColours.clearRect(0, 0, 1, 1);
  canvasOfColours.fillStyle = colour;
  canvasOfColours.fillRect(0, 0, 1, 1);
  return [...canvasOfColours.getImageData(0, 0, 1, 1).data];
}

/** WCAG 2.2, relative luminance. */
function luminance([red, green, blue]) {
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
}

function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The ground that an element is drawn on, itself included unless `outside`, with what shines through it. */
function groundOf(element, outside = false) {
  const above = [];
  for (let box = outside ? element.parentElement : element; box !== null; box = box.parentElement) {
    above.push(channels(getComputedStyle(box).backgroundColor));
    if (above.at(-1)[3] === 255) break;
  }
  return above.reduceRight(
    (below, [red, green, blue, cover]) => [
      ...[red, green, blue].map((value, at) => (value * cover + below[at] * (255 - cover)) / 255),
      255,
    ],
    [255, 255, 255, 255],
  );
}

/** Whether a person can see it, or could if it were scrolled to. */
function isSeen(element) {
  const { visibility, display } = getComputedStyle(element);
  if (visibility === 'hidden' || display === 'none' || element.matches('.unseen, .veil, .dim')) return false;
  return element.parentElement === null || isSeen(element.parentElement);
}

function nameOf(element) {
  const named = ['data-act', 'data-tool', 'data-tick', 'data-value', 'data-key', 'data-field', 'data-card-id'];
  const told = named.map((name) => element.getAttribute(name)).find((value) => value !== null);
  return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${told ?? ''}`;
}
