/** What support is told on the phone, put together from what is known anyway. Pure; no secret is among its parts. */
import type { CredentialsSummary } from '../../credentials/credentials-summary.ts';
import type { OpenDiagnostics } from '../../ipc/administrator-contract.ts';
import { faultView } from '../../ipc/station-view.ts';
import { connectionOf } from '../../tracking/connection.ts';
import { elapsed, type Stamp } from '../../tracking/instant.ts';
import type { PaceStanding } from '../../tracking/pace-standing.ts';
import type { StationState } from '../../tracking/station-state.ts';
import { FAULT_FAMILIES, type FaultFamily } from '../../tracking/words.ts';

export interface DiagnosticsParts extends Pick<
  OpenDiagnostics,
  'station' | 'versions' | 'firstStart' | 'd1' | 'bundle' | 'provisionCommand' | 'calls' | 'displays' | 'logFile'
> {
  readonly state: StationState;
  readonly now: Stamp;
  readonly freshnessMs: number;
  readonly pace: PaceStanding;
  readonly credentials: CredentialsSummary;
  /** The end of the record; null before it is checked. */
  readonly head: { readonly count: number; readonly mac: string } | null;
  readonly ledgerBytes: number | null;
  readonly clockSkewMs: number | null;
}

/** So many digits of a signature tell two records apart over the phone. */
const HEAD_DIGITS = 8;
/** One for each source is the rule; sixty cards can each have their own. */
const MAX_FAULTS = 30;
const MAX_DISPLAYS = 8;
const MAX_LINE_LENGTH = 300;

export function diagnosticsOf(parts: DiagnosticsParts): OpenDiagnostics {
  const { state, now, station, versions, credentials, head, clockSkewMs } = parts;
  const { contact } = state;
  const shelf = [...state.shelf.values()];
  return {
    kind: 'open',
    at: whole(now.wall),
    station: { ...station, name: cut(station.name), persoStation: cut(station.persoStation) },
    versions,
    firstStart: parts.firstStart,
    d1: parts.d1,
    credentials: credentialsOf(credentials),
    bundle: parts.bundle,
    provisionCommand: parts.provisionCommand,
    connection: {
      state: connectionOf(contact, now, parts.freshnessMs),
      lastContactAgeMs: contact.lastAt === null ? null : elapsed(contact.lastAt, now),
    },
    faults: [...state.faults.values()]
      .map(faultView)
      .sort((one, other) => rank(one.family) - rank(other.family) || one.since - other.since)
      .slice(0, MAX_FAULTS),
    ledger: {
      standing: state.ledger,
      count: head === null ? null : head.count,
      head: head === null ? null : head.mac.slice(0, HEAD_DIGITS),
      fileBytes: parts.ledgerBytes,
    },
    cards: {
      watched: state.cards.size,
      stored: shelf.filter(({ place }) => place === 'stored').length,
      parked: shelf.filter(({ place }) => place === 'parked').length,
    },
    pace: paceOf(parts.pace),
    calls: parts.calls,
    clockSkewMs: clockSkewMs === null ? null : Math.round(clockSkewMs),
    displays: parts.displays.slice(0, MAX_DISPLAYS),
    logFile: parts.logFile,
  };
}

function credentialsOf(summary: CredentialsSummary): OpenDiagnostics['credentials'] {
  switch (summary.kind) {
    case 'present': {
      const { kid, certificate } = summary;
      return {
        kind: 'present',
        kid,
        certificate: typeof certificate === 'string' || certificate === null ? certificate : { ...certificate },
      };
    }
    case 'absent':
      return { kind: 'absent' };
    case 'fault':
      return { kind: 'fault', cause: summary.fault.cause, detail: cut(summary.fault.detail) };
  }
}

function paceOf({ inUse, share, cards, drifted, medianMs, ninetyMs }: PaceStanding): OpenDiagnostics['pace'] {
  const [median, ninety] = [medianMs, ninetyMs].map((ms) => (ms === null ? null : whole(ms)));
  return {
    inUse,
    sharePercent: Math.round(100 * share),
    cards,
    drifted,
    medianMs: median ?? null,
    ninetyMs: ninety ?? null,
  };
}

function rank(family: FaultFamily): number {
  return FAULT_FAMILIES.indexOf(family);
}

function cut(text: string): string {
  return text.slice(0, MAX_LINE_LENGTH);
}

function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}
