/** A real desk on a real store; what would be asked of D1 is noted. */
import { createCardDesk, type CardDesk } from '../../../../main/intake/card-desk.ts';
import { scanRules } from '../../../../main/intake/scan-text.ts';
import { createStationStore, type StationStore } from '../../../../main/tracking/station-store.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

export interface TestDesk {
  readonly desk: CardDesk;
  readonly store: StationStore;
  /** `wake ID` and `forget ID`, in their order. */
  readonly asked: string[];
  readonly clock: FakeClock;
}

interface TestDeskOptions {
  readonly maxCards?: number;
  readonly allowNumericIds?: boolean;
  readonly badgePattern?: string | undefined;
  readonly scanPattern?: string | undefined;
}

export function testDesk(options: TestDeskOptions = {}): TestDesk {
  const { maxCards = 60, allowNumericIds = false, badgePattern, scanPattern } = options;
  const store = createStationStore();
  const clock = new FakeClock();
  const asked: string[] = [];
  const poller = {
    wakeFirst: (cardId: string) => void asked.push(`wake ${cardId}`),
    forget: (cardId: string) => void asked.push(`forget ${cardId}`),
  };
  const rules = scanRules({ allowNumericIds, badgePattern, scanPattern });
  return { desk: createCardDesk({ store, poller, clock, maxCards, ...rules }), store, asked, clock };
}
