/**
 * Forty cards that each change once a second: how many frames the page draws in a second, and how long a touch takes until
 * its answer is painted, in ms. Times are those of the frames: the page's own clock stands still here.
 */
async function frames({ view, seconds, touches }) {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const show = (next) => window.dispatchEvent(new CustomEvent('stand-in:show', { detail: next }));
  let shown = view;
  let turn = 0;
  const changed = (card) => ({
    ...card,
    phase: card.phase === 'requested' ? 'at-printer' : 'requested',
    answerAgeMs: turn,
  });
  // Main sends at most twenty snapshots a second, so each carries the changes of two cards.
  const timer = setInterval(() => {
    turn += 1;
    const at = (turn * 2) % shown.cards.length;
    const cards = shown.cards.map((card, index) => (index === at || index === at + 1 ? changed(card) : card));
    shown = { ...shown, cards };
    show(shown);
  }, 50);
  const stage = document.querySelector('[data-testid="stage"]');
  await frame();
  const began = await frame();
  let count = 0;
  let last = began;
  while (last - began < seconds * 1_000) {
    last = await frame();
    count += 1;
  }
  const answered = [];
  for (let touch = 0; touch < touches; touch += 1) {
    const tiles = document.querySelectorAll('[data-testid="card"]');
    const tile = tiles[touch % tiles.length];
    const cardId = tile.dataset.cardId;
    const done = new Promise((resolve) => {
      tile.addEventListener('click', (event) => resolve(event.timeStamp), { once: true });
    });
    const { left, top } = tile.getBoundingClientRect();
    // What main answers to a touch: the card on stage.
    void done.then(() => {
      shown = { ...shown, stage: cardId };
      show(shown);
    });
    tile.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: left + 5, clientY: top + 5 }));
    const touchedAt = await done;
    let paintedAt = await frame();
    while (stage.dataset.cardId !== cardId) paintedAt = await frame();
    answered.push(paintedAt - touchedAt);
  }
  clearInterval(timer);
  return { perSecond: (count * 1_000) / (last - began), answered };
}
