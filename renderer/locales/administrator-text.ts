import type { OpenDiagnostics, SelfTestLine } from '../../main/ipc/contract.ts';
import { faultSentence } from './fault-text.ts';
import { formatsOf, languageOf } from './languages.ts';
import type { Line } from './line.ts';

/** What came of a step of the self-test, in a sentence; null where the sign beside it says it all. */
export function stepLine({ state, fault, why }: SelfTestLine): Line | null {
  switch (state) {
    case 'waiting':
      return null;
    case 'running':
      return { key: 'selfTest.running' };
    case 'ok':
      return { key: 'selfTest.ok' };
    case 'failed':
      return fault === null ? { key: 'selfTest.failed' } : faultSentence(fault);
    case 'not-done':
      return { key: `selfTest.not-done.${why ?? 'before'}` };
  }
}

/** The whole date, as it is written where the screen's language is spoken. */
export function wholeDate(instant: number, language: string): string {
  return new Intl.DateTimeFormat(formatsOf(languageOf(language)), { dateStyle: 'long' }).format(instant);
}

/** How the credentials stand. */
export function credentialsLine(
  credentials: OpenDiagnostics['credentials'],
  dateOf: (instant: number) => string,
): Line {
  if (credentials.kind !== 'present') return { key: `administrator.credentials.${credentials.kind}` };
  const { certificate } = credentials;
  if (certificate === null) return { key: 'administrator.credentials.no-certificate' };
  if (certificate === 'none') return { key: 'administrator.credentials.secret' };
  const until = dateOf(certificate.notAfter);
  return certificate.daysLeft < 0
    ? { key: 'administrator.credentials.expired', values: { until } }
    : { key: 'administrator.credentials.present', values: { until, count: certificate.daysLeft } };
}

const SECOND_MS = 1_000;

/** Which pace cards under way are read by. */
export function paceLine({ inUse, sharePercent }: OpenDiagnostics['pace'], number: (value: number) => string): Line {
  return { key: `administrator.pace.${inUse}`, values: { share: number(sharePercent) } };
}

/** How long the cards took that the pace was learned from, and whether older ones were forgotten. */
export function cardTimeLine(
  { cards, drifted, medianMs, ninetyMs }: OpenDiagnostics['pace'],
  number: (value: number) => string,
): Line {
  if (medianMs === null || ninetyMs === null)
    return { key: 'administrator.cardTime.unknown', values: { cards: number(cards) } };
  const [half, ninety] = [medianMs, ninetyMs].map((ms) => number(Math.round(ms / SECOND_MS)));
  const values = { cards: number(cards), half: half ?? '', ninety: ninety ?? '' };
  return { key: `administrator.cardTime.${drifted ? 'drifted' : 'known'}`, values };
}

/** Since when this version runs here, and what it found when it was started for the first time. */
export function firstStartLine(
  { since, test }: NonNullable<OpenDiagnostics['firstStart']>,
  dateOf: (instant: number) => string,
  number: (value: number) => string,
): Line {
  const values = { since: dateOf(since) };
  return test.kind === 'not-fine'
    ? {
        key: 'administrator.firstStart.not-fine',
        values: { ...values, failed: number(test.failed.length), checks: number(test.checks) },
      }
    : { key: `administrator.firstStart.${test.kind}`, values };
}
