/** The configuration in the units and shapes that the parts of the station take: seconds become ms here and nowhere else. */
import { readFileSync, statSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

import { NO_PARAMETER } from '../config/groups/d1.ts';
import type { Config } from '../config/schema.ts';
import { minutesOfDay } from '../config/time-of-day.ts';
import type { D1Settings } from '../d1/settings.ts';
import { wholePattern } from '../intake/bounded-pattern.ts';
import type { QuietHours } from '../ipc/quiet-hours.ts';
import type { DetailNames } from '../tracking/card-details.ts';
import type { Fault } from '../tracking/fault.ts';
import type { RetryLimits } from '../tracking/back-off.ts';
import type { Learning, Limits, Pace } from '../tracking/limits.ts';
import type { QueueLimits } from '../tracking/read-queue.ts';
import type { StaffRules } from '../tracking/staff-rules.ts';

const SECOND_MS = 1_000;

export function limitsOf({ limits }: Config): Limits {
  return {
    freshnessMs: limits.freshnessLimitSeconds * SECOND_MS,
    notAskedMs: limits.notAskedSeconds * SECOND_MS,
    notFoundGraceMs: limits.notFoundGraceSeconds * SECOND_MS,
    slowAfterMs: limits.slowAfterSeconds * SECOND_MS,
    stuckAfterMs: limits.stuckAfterSeconds * SECOND_MS,
  };
}

export function paceOf({ pace }: Config): Pace {
  return {
    requestedMs: pace.requestedSeconds * SECOND_MS,
    atPrinterMs: pace.atPrinterSeconds * SECOND_MS,
    inProgressMs: pace.inProgressSeconds * SECOND_MS,
    slowMs: pace.slowSeconds * SECOND_MS,
    stuckMs: pace.stuckSeconds * SECOND_MS,
    notFoundFirstMs: pace.notFoundFirstSeconds * SECOND_MS,
    notFoundLastMs: pace.notFoundLastSeconds * SECOND_MS,
    greenMs: pace.greenSeconds * SECOND_MS,
    failureMs: pace.failureSeconds * SECOND_MS,
    unclearMs: pace.unclearSeconds * SECOND_MS,
    jitter: pace.jitterPercent / 100,
  };
}

/** Null where the bank has switched learning off. */
export function learningOf({ pace }: Config): Learning | null {
  if (!pace.learn) return null;
  return {
    floorMs: pace.floorSeconds * SECOND_MS,
    requestedCeilingMs: pace.requestedCeilingSeconds * SECOND_MS,
    atPrinterCeilingMs: pace.atPrinterCeilingSeconds * SECOND_MS,
    inProgressCeilingMs: pace.inProgressCeilingSeconds * SECOND_MS,
  };
}

export function retryLimitsOf({ limits, pace }: Config): RetryLimits {
  return {
    firstMs: limits.retryFirstSeconds * SECOND_MS,
    ceilingMs: limits.retryCeilingSeconds * SECOND_MS,
    refusedMs: pace.refusedSeconds * SECOND_MS,
  };
}

export function staffRulesOf({ staff, checkList, limits }: Config): StaffRules {
  return {
    identity: staff.identity,
    badge: badgeRuleOf(staff.badgePattern),
    secondForHandOver: staff.secondForHandOver,
    secondForReject: staff.secondForReject,
    checkPrint: checkList.print,
    checkItems: checkList.items,
    undoMs: limits.undoSeconds * SECOND_MS,
  };
}

/** Null where the bank has set none. */
export function quietHoursOf({ sound: { quietFrom, quietTo } }: Config): QuietHours | null {
  if (quietFrom === undefined || quietTo === undefined) return null;
  return { fromMinutes: minutesOfDay(quietFrom), toMinutes: minutesOfDay(quietTo) };
}

/** Null where the bank has set none: any hour will do. */
export function updateHoursOf({ kiosk: { updateHours } }: Config): QuietHours | null {
  if (updateHours === undefined) return null;
  const [fromMinutes = 0, toMinutes = 0] = updateHours.split('-').map(minutesOfDay);
  return { fromMinutes, toMinutes };
}

export function queueLimitsOf({ limits }: Config): QueueLimits {
  return { maxConcurrent: limits.maxConcurrentRequests, startsPerSecond: limits.startsPerSecond };
}

class NoCertificate extends Error {}

/** Why `d1SettingsOf` has thrown. */
export function caFileFault(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected failure';
  const detail = error instanceof NoCertificate ? error.message : `d1.caFile: ${code}`;
  return { family: 'configuration', cause: 'unreadable', detail, correlationId: null };
}

/** TLS takes a text without one for no certificate at all, and says nothing. */
function certificatesIn(path: string): string {
  // Reading a pipe would wait for whoever writes into it, and the whole station with it.
  if (!statSync(path).isFile()) throw new NoCertificate('d1.caFile is not a file');
  const text = readFileSync(path, 'utf8');
  if (/-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/.test(text)) return text;
  throw new NoCertificate('d1.caFile holds no certificate in PEM form');
}

/** Reads the bank's CA file where there is one; throws when it cannot be read or holds none: `caFileFault` says why. */
export function d1SettingsOf({ d1, limits }: Config): D1Settings {
  const own = d1.caFile === undefined ? [] : [certificatesIn(d1.caFile)];
  return {
    authUrl: d1.authUrl ?? '',
    ...(d1.tokenUrl === undefined ? {} : { tokenUrl: d1.tokenUrl }),
    ...(d1.tokenScope === undefined ? {} : { tokenScope: d1.tokenScope }),
    bankingUrl: d1.bankingUrl,
    statusPath: d1.statusPath,
    uniqueParameter: d1.uniqueParameter === NO_PARAMETER ? null : d1.uniqueParameter,
    caPem: d1.caMode === 'only' ? own : [...rootCertificates, ...own],
    tokenEncoding: d1.tokenEncoding,
    assertionLifetimeMs: d1.assertionLifetimeSeconds * SECOND_MS,
    connectTimeoutMs: d1.connectTimeoutSeconds * SECOND_MS,
    headersTimeoutMs: d1.headersTimeoutSeconds * SECOND_MS,
    bodyTimeoutMs: d1.bodyTimeoutSeconds * SECOND_MS,
    maxAnswerBytes: limits.maxAnswerBytes,
    maxConcurrent: limits.maxConcurrentRequests,
    retryAfterCapMs: limits.retryAfterCapSeconds * SECOND_MS,
    signInFirstMs: limits.signInFirstSeconds * SECOND_MS,
    signInCeilingMs: limits.signInCeilingSeconds * SECOND_MS,
    ...(d1.cardDetails ? { cardDetails: { path: d1.cardDetailsPath, names: detailNamesOf(d1) } } : {}),
  };
}

function detailNamesOf(d1: Config['d1']): DetailNames {
  const { schemeProperty, lastFourProperty, expiryProperty, productProperty } = d1;
  return { scheme: schemeProperty, lastFour: lastFourProperty, expiry: expiryProperty, product: productProperty };
}

function badgeRuleOf(source: string | undefined): StaffRules['badge'] {
  if (source === undefined) return null;
  const pattern = wholePattern(source);
  return (text) => pattern(text).kind === 'match';
}
