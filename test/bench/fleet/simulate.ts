/** Takes stations through the hour and counts. */
import { configurationSchema } from '../../../main/config/schema.ts';
import { d1SettingsOf, limitsOf, paceOf, queueLimitsOf, retryLimitsOf } from '../../../main/kiosk/settings.ts';
import { seeded } from '../../seeded.ts';
import { createD1Model } from './d1-model.ts';
import { callKey, LOOK_MS, type Counted } from './measures.ts';
import { AUTH_URL, BANKING_URL } from './modelled-transport.ts';
import { isWithin, type Scenario } from './scenario.ts';
import { startFleetStation, type StationSettings } from './station.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Any hour of a working day; nothing depends on it. */
const EIGHT_FORTY = Date.UTC(2026, 0, 20, 8, 40);

/** The station as it is delivered: every number its default. */
function settingsOf(): StationSettings {
  const config = configurationSchema.parse({
    station: { name: 'Fleet', persoStation: 'KIOSK-PS-101' },
    d1: { environment: 'sandbox', authUrl: AUTH_URL, bankingUrl: BANKING_URL },
  });
  return {
    limits: limitsOf(config),
    pace: paceOf(config),
    retry: retryLimitsOf(config),
    queue: queueLimitsOf(config),
    d1: d1SettingsOf(config),
    networkCeilingMs: config.limits.retryCeilingSeconds * 1_000,
  };
}

/** The hour of `scenario.stations` stations; the same seed gives the same hour. */
export async function simulateHour(scenario: Scenario, seed: number): Promise<Counted> {
  const clock = new VirtualClock(EIGHT_FORTY);
  const random = seeded(seed);
  const perSecond = Array.from({ length: Math.ceil(scenario.lengthMs / 1_000) }, () => 0);
  const calls: Record<string, number> = {};
  let signInsInOutage = 0;
  let signInsOutside = 0;
  const d1 = createD1Model(scenario, random, (kind, at, says) => {
    const second = Math.floor(at / 1_000);
    if (second < perSecond.length) perSecond[second] = (perSecond[second] ?? 0) + 1;
    const key = callKey(kind, says);
    calls[key] = (calls[key] ?? 0) + 1;
    if (kind === 'token' && isWithin(at, scenario.outage)) signInsInOutage += 1;
    else if (kind === 'token') signInsOutside += 1;
  });
  const settings = settingsOf();
  const stations = Array.from({ length: scenario.stations }, (_, index) =>
    startFleetStation(`card-${index}`, random() * scenario.startSpreadMs, { scenario, clock, random, d1 }, settings),
  );
  const notFresh: number[] = [];
  const notFreshWithCards: number[] = [];
  for (let at = scenario.outage.until; at < scenario.limited.from; at += LOOK_MS) {
    await clock.run(at);
    const left = stations.filter((station) => !station.isFresh());
    notFresh.push(left.length);
    notFreshWithCards.push(left.filter((station) => station.hasCards()).length);
    if (left.length === 0) break;
  }
  await clock.run(scenario.lengthMs);
  const total = (of: (station: (typeof stations)[number]) => number): number =>
    stations.reduce((sum, station) => sum + of(station), 0);
  return {
    stations: scenario.stations,
    perSecond,
    calls,
    notFresh,
    notFreshWithCards,
    signInsInOutage,
    signInsOutside,
    wrongGreens: total((station) => station.wrongGreens()),
    handovers: total((station) => station.handovers()),
  };
}
