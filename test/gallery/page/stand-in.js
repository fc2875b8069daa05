/**
 * What the page finds where its program would be: one view, sent again and again as the station does, and a clock that
 * stands still but when it is told to go on. Runs in the page before any of its scripts; `open-state.ts` says with what.
 */
function standIn({ view, now, answers, silent, everyMs }) {
  let ahead = 0;
  const mono = 5_000;
  performance.now = () => mono + ahead;
  const RealDate = Date;
  class FixedDate extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(now + ahead);
      else super(...args);
    }
    static now() {
      return now + ahead;
    }
  }
  window.Date = FixedDate;
  let sequence = view.sequence;
  const listeners = new Set();
  let shown = view;
  const next = () => ({ ...shown, sequence: (sequence += 1), at: shown.at + ahead });
  window.addEventListener('stand-in:show', (event) => {
    shown = event.detail;
    listeners.forEach((listener) => listener(next()));
  });
  window.addEventListener('stand-in:later', (event) => {
    ahead += event.detail;
    // It goes on in no time here; the program has spoken meanwhile, else the page says after a few steps that it is silent.
    if (!silent) listeners.forEach((listener) => listener(next()));
  });
  if (!silent) setInterval(() => listeners.forEach((listener) => listener(next())), everyMs);
  const known = {
    ready: () => Promise.resolve(next()),
    painted: (number) => {
      document.documentElement.dataset['painted'] = String(number);
      return Promise.resolve();
    },
    onSnapshot: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  // What the page has asked for, for whoever plays its program.
  const calls = (window.standInCalls = []);
  const answer =
    (name, value) =>
    (...given) => {
      calls.push({ name, given });
      return Promise.resolve(value);
    };
  for (const name of Object.keys(answers)) known[name] = answer(name, answers[name]);
  Object.defineProperty(window, 'station', {
    value: new Proxy(known, { get: (target, name) => target[name] ?? answer(name, answers['other'] ?? {}) }),
  });
}
