/** The contrast ratio of the two colours that fill most of a picture (WCAG 2.2); `picture` is a PNG in base64. */
async function contrast(picture) {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [ground, ink] = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) =>
    0.2126 * channel(((colour >> 16) & 255) / 255) +
    0.7152 * channel(((colour >> 8) & 255) / 255) +
    0.0722 * channel((colour & 255) / 255);
  const [light, dark] = [luminance(ground), luminance(ink)].sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}
