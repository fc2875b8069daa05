import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import './theme/fonts.css';
import './theme/frame.css';
import './theme/stage.css';
import './theme/looks.css';
import './theme/steps.css';
import './theme/list.css';
import './theme/messages.css';
import './theme/acts.css';
import './theme/dialog.css';
import './theme/outcome.css';
import './theme/panel.css';
import './theme/typing.css';
import './theme/language.css';
import './theme/sound.css';
import './theme/care.css';
import './theme/pointer.css';
import './theme/veil.css';
import './theme/faults.css';
import './theme/scripts.css';
import './theme/reason.css';
import './theme/recent.css';
import './theme/administrator.css';
import './theme/enlarged.css';
import './theme/forced-colours.css';
import type { StationView } from '../main/ipc/contract.ts';
import { CrashGuard } from './components/crash-boundary.tsx';
import { hangDim } from './components/dim.ts';
import { StationProvider, type StationActions } from './components/station-context.tsx';
import { WordsProvider } from './components/words-context.tsx';
import { followLanguage } from './locales/follow-language.ts';
import { markJapanese } from './locales/japanese.ts';
import { createWords, lettersOf } from './locales/i18n.ts';
import { Board } from './screens/board.tsx';
import { readDiagnostics, readSettings, readWipe } from './store/administrator.ts';
import { hangBell } from './store/bell.ts';
import { connectStation } from './store/connect.ts';
import { careForScreen } from './store/screen-care.ts';
import { rememberFocus } from './store/focus-memory.ts';
import { createGlass } from './store/glass.ts';
import { createGreenWatch } from './store/green-watch.ts';
import { readMoment } from './store/moment.ts';
import { hangVeil } from './components/veil.tsx';
import { createPaintReporter, isDrawn, NOTHING_PAINTED } from './store/painted.ts';
import { createPinPad, isPinAsked } from './store/pin-pad.ts';
import { hidePointer } from './store/pointer.ts';
import { readRecentList } from './store/recent.ts';
import { listenForScans, takesCards } from './store/scan-listener.ts';
import { createSoundPlayer } from './store/sound-player.ts';
import { acceptBadge, advance, closePanel, createStationStore } from './store/station-store.ts';

markJapanese(document.documentElement);
const words = createWords();
const store = createStationStore(readMoment());
const bridge = window.station;
const bell = hangBell(
  store,
  createSoundPlayer((address) => new Audio(address)),
);

followLanguage(store, words, document.documentElement, (language) => {
  // The font files of every word at once: no verdict may wait for its letters. One that fails leaves them to the system.
  const style = window.getComputedStyle(document.body);
  // The words are not on the page yet that would have the Japanese font named.
  const fonts = language === 'ja' ? style.getPropertyValue('--own-fonts') : style.fontFamily;
  void document.fonts.load(`1em ${fonts}`, lettersOf(language)).catch(() => []);
});

/** What main did not answer shows as silence; there is nothing else to do about it here. */
const unanswered = (): void => undefined;

/** A press that no program took counts as not made. */
const noProgram = (): Promise<never> => Promise.reject(new Error('no program'));

const actions: StationActions = {
  focus: (cardId) => void bridge?.focus(cardId).catch(unanswered),
  acknowledge: (cardId) => void bridge?.acknowledge(cardId).catch(unanswered),
  bringBack: (cardId) => void bridge?.bringBack(cardId).catch(unanswered),
  open: (dialog, cardId) => void bridge?.open(dialog, cardId).catch(unanswered),
  close: () => void bridge?.close().catch(unanswered),
  handOver: (request) => bridge?.handOver(request) ?? noProgram(),
  act: (request) => bridge?.act(request) ?? noProgram(),
  undo: (number) => void bridge?.undo(number).catch(unanswered),
  recent: () => (bridge?.recent() ?? noProgram()).then(readRecentList, () => readRecentList(null)),
  choose: (choice) => void bridge?.choose(choice).catch(unanswered),
  diagnostics: () => (bridge?.diagnostics() ?? noProgram()).then(readDiagnostics, () => readDiagnostics(null)),
  settings: () => (bridge?.settings() ?? noProgram()).then(readSettings, () => readSettings(null)),
  selfTest: (act) => void bridge?.selfTest(act).catch(unanswered),
  wipe: () => (bridge?.wipe() ?? noProgram()).then(readWipe, () => readWipe(null)),
  quit: () => void bridge?.quit().catch(unanswered),
  playSound: (sound) => bell.test(sound, readMoment()),
};

/** The colours are the document's: what lies outside of the board, the veil and the ground, has them too. */
store.subscribe(({ view }) => {
  const theme = view?.theme;
  const { dataset } = document.documentElement;
  if (theme !== undefined && dataset['theme'] !== theme) dataset['theme'] = theme;
});

const root = document.getElementById('root');
const glass = createGlass();
const green = createGreenWatch();
const reporter = createPaintReporter(
  (callback) => requestAnimationFrame(callback),
  (sequence) => {
    // Main starts an empty page anew.
    const drawn = isDrawn(root);
    if (drawn) {
      glass.painted(sequence);
      green.painted(sequence);
    }
    void bridge?.painted(drawn ? sequence : NOTHING_PAINTED).catch(unanswered);
  },
);
const onCommitted = (view: StationView): void => {
  glass.committed(view);
  green.committed(view);
  reporter.committed(view.sequence);
};

// Without a bridge there will never be a snapshot; the page still tells the time and then says what is missing.
if (bridge === undefined) window.setInterval(() => advance(store, readMoment()), 1_000);
else connectStation(store, bridge, hangVeil(words, green));

rememberFocus();

// Before the scans: the touch that wakes a dark screen does nothing else.
careForScreen(store, hangDim());

hidePointer(window, (hidden) => {
  document.documentElement.dataset['pointer'] = hidden ? 'hidden' : 'shown';
});

const pin = createPinPad({
  station: store,
  ask: (request) => bridge?.administrator(request) ?? noProgram(),
  readMoment,
});

const scans = listenForScans({
  enabled: () => takesCards(store.getState().view?.screen.kind),
  layout: () => store.getState().view?.keyboardLayout ?? 'as-typed',
  secret: () => (isPinAsked(store.getState()) ? pin : null),
  onTyped: (typed) => store.setState({ typed }),
  onSubmit: (text, how) => {
    closePanel(store, 'typing', readMoment());
    void bridge?.watch(text, how).then(({ badge }) => {
      if (badge !== null) acceptBadge(store, badge);
    }, unanswered);
  },
});

if (root !== null) {
  // At once: the engine draws nothing before this script has ended, and its first picture is then the whole one.
  flushSync(() =>
    createRoot(root).render(
      <StrictMode>
        <WordsProvider words={words}>
          <CrashGuard>
            <StationProvider store={store} actions={actions} glass={glass} pin={pin} scans={scans}>
              <Board onCommitted={onCommitted} />
            </StationProvider>
          </CrashGuard>
        </WordsProvider>
      </StrictMode>,
    ),
  );
}
