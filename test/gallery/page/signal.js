/* global groundOf, ratio */
/** The signal as colours do not tell it: which place is lit, what shape is in it, and how far it stands out. Needs `colours.js`. */
function signal() {
  const places = [...document.querySelectorAll('[data-testid="stage"] .signal-place')];
  const lit = places.findIndex(({ dataset }) => dataset.lit === 'true');
  const grounds = places.map((place) => groundOf(place));
  return {
    word: document.querySelector('.word').textContent,
    place: lit,
    shape: places[lit]?.querySelector('svg')?.innerHTML ?? '',
    // Against each place that is not lit.
    standsOut: Math.min(
      ...grounds.filter((_ground, place) => place !== lit).map((ground) => ratio(ground, grounds[lit])),
    ),
  };
}
