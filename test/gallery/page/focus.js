/* global ratio */
/**
 * How far the focus shows on pictures of the same place with it and without it (PNG in base64): the number of pixels that
 * changed by a contrast of at least `least`. WCAG 2.2, 2.4.13. Needs `colours.js`.
 */
async function changed({ focused, plain, least }) {
  const pixelsOf = async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [one, other] = [await pixelsOf(focused), await pixelsOf(plain)];
  let count = 0;
  for (let at = 0; at < one.length; at += 4) {
    const before = other.slice(at, at + 3);
    const after = one.slice(at, at + 3);
    if (before.every((value, channel) => value === after[channel])) continue;
    if (ratio(before, after) >= least) count += 1;
  }
  return count;
}
