import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';

import './theme/fonts.css';
import './theme/frame.css';
import './theme/stage.css';
import './theme/looks.css';
import './theme/steps.css';
import './theme/list.css';
import './theme/messages.css';
import './theme/veil.css';
import './theme/faults.css';
import { CrashBoundary } from './components/crash-boundary.tsx';
import { StationProvider } from './components/station-context.tsx';
import { createWords } from './locales/i18n.ts';
import { Board } from './screens/board.tsx';
import { connectStation } from './store/connect.ts';
import { readMoment } from './store/moment.ts';
import { hangVeil } from './components/veil.tsx';
import { createPaintReporter } from './store/painted.ts';
import { listenForScans, takesCards } from './store/scan-listener.ts';
import { advance, createStationStore } from './store/station-store.ts';

const words = createWords();
const store = createStationStore(readMoment());
const bridge = window.station;

/** What main did not answer shows as silence; there is nothing else to do about it here. */
const unanswered = (): void => undefined;

const actions = {
  focus: (cardId: string) => void bridge?.focus(cardId).catch(unanswered),
  remove: (cardId: string) => void bridge?.remove(cardId).catch(unanswered),
};

const painted = createPaintReporter(
  (callback) => requestAnimationFrame(callback),
  (sequence) => void bridge?.painted(sequence).catch(unanswered),
);

// Without a bridge there will never be a snapshot; the page still tells the time and then says what is missing.
if (bridge === undefined) window.setInterval(() => advance(store, readMoment()), 1_000);
else connectStation(store, bridge, hangVeil(words.t('verdict.cannot-tell'), words.t('silence.veil')));

listenForScans({
  enabled: () => takesCards(store.getState().view?.screen.kind),
  onTyped: (typed) => store.setState({ typed }),
  onSubmit: (text) => void bridge?.watch(text).catch(unanswered),
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <CrashBoundary title={words.t('crash.title')} action={words.t('crash.action')}>
          <StationProvider store={store} actions={actions}>
            <Board painted={painted} />
          </StationProvider>
        </CrashBoundary>
      </I18nextProvider>
    </StrictMode>,
  );
}
