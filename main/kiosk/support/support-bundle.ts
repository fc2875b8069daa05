/** The text that support is sent: what a person can read through before sending it. Pure; no secret is among its parts. */
import type { Problem } from '../../config/problems.ts';
import type { CredentialsSummary } from '../../credentials/credentials-summary.ts';
import type { SettingLine } from '../../ipc/administrator-contract.ts';
import type { Verification } from '../../ledger/verify.ts';

export interface SupportParts {
  /** Wall clock, ms since 1970. */
  readonly now: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly profileFolder: string;
  readonly configuration:
    | { readonly kind: 'settings'; readonly lines: readonly SettingLine[] }
    | { readonly kind: 'problems'; readonly problems: readonly Problem[] };
  readonly credentials: CredentialsSummary;
  readonly record: Verification;
  /** The lines of a self-test; null when none was asked for. */
  readonly selfTest: readonly string[] | null;
  /** The file of the figures; null where there is none, or it cannot be read. */
  readonly metrics: string | null;
  readonly log: { readonly lines: readonly string[]; readonly unreadable: number };
}

const HEAD_DIGITS = 8;

/** Whoever may write the folder of the figures can put a link to any file there: only what looks like a figure of ours is taken. */
const FIGURE = /^(?:# (?:HELP|TYPE) )?card_station_[a-z0-9_]+[ {]/;

export function supportText(parts: SupportParts): string {
  const { log, selfTest, metrics } = parts;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Program', [...Object.entries(parts.versions).map(pair), `profile: ${parts.profileFolder}`]],
    ['Configuration', configurationLines(parts.configuration)],
    ['Credentials', credentialsLines(parts.credentials)],
    ['Record of what staff did', recordLines(parts.record)],
    ['Self-test', selfTest ?? ['Not asked for: --self-test makes one.']],
    [
      'Figures',
      metrics === null
        ? ['None: metrics.file is not set, or cannot be read.']
        : metrics.split('\n').filter((line) => FIGURE.test(line)),
    ],
    [`Log, the newest ${String(log.lines.length)} lines`, logSection(log)],
  ];
  return [
    'Card Station, for support',
    `Made ${new Date(parts.now).toISOString()}.`,
    '',
    'Read it before you send it. It holds no key, no token, no PIN and no name of staff, and of a card id only the last four',
    'characters. What it does hold: the names of the station, addresses, paths, and the id of its key.',
    ...sections.flatMap(([title, lines]) => ['', `== ${title}`, '', ...lines]),
    '',
  ].join('\n');
}

function configurationLines(configuration: SupportParts['configuration']): readonly string[] {
  switch (configuration.kind) {
    case 'settings':
      return configuration.lines.map(
        ({ path, value, origin }) => `${path} = ${value}${origin === null ? '' : `  (${origin})`}`,
      );
    case 'problems':
      return configuration.problems.map(({ source, path, message }) =>
        [source, path, message].filter((part) => part !== '').join(': '),
      );
  }
}

function credentialsLines(summary: CredentialsSummary): readonly string[] {
  switch (summary.kind) {
    case 'absent':
      return ['The station is not provisioned.'];
    case 'fault':
      return [`${summary.fault.family}: ${summary.fault.cause}. ${summary.fault.detail}`];
    case 'present': {
      const { kid, certificate } = summary;
      if (certificate === null)
        return [`key: ${kid}`, 'The certificate is missing, cannot be read, or is another one.'];
      if (certificate === 'none') return [`key: ${kid}`, 'The way to D1 needs no certificate.'];
      const { subject, serial, notAfter, daysLeft } = certificate;
      const ends = `${new Date(notAfter).toISOString()} (${String(daysLeft)} days)`;
      return [`key: ${kid}`, `certificate: ${subject}`, `serial number: ${serial}`, `ends: ${ends}`];
    }
  }
}

/** How many rows, and whether they are whole: never what is in one. */
function recordLines(verification: Verification): readonly string[] {
  switch (verification.kind) {
    case 'nothing':
      return ['Nothing has been recorded yet.'];
    case 'fault':
      return [`Cannot be verified: ${verification.fault.family}: ${verification.fault.cause}.`];
    case 'verified': {
      const { diagnosis, rows, tail, checkpoint, problemCount, starts } = verification;
      const open = starts.filter(({ accepted }) => !accepted).length;
      return [
        diagnosis.kind === 'trouble' ? `Not whole: ${diagnosis.cause}.` : 'Whole.',
        `rows verified: ${String(rows)}, removed after their time: ${String(checkpoint.count)}`,
        `head: row ${String(tail.count)}, ${tail.mac.slice(0, HEAD_DIGITS)}`,
        `problems: ${String(problemCount)}, begun anew: ${String(starts.length)}, of these not accepted: ${String(open)}`,
      ];
    }
  }
}

function logSection({ lines, unreadable }: SupportParts['log']): readonly string[] {
  return unreadable === 0 ? lines : [...lines, `${String(unreadable)} further lines cannot be read.`];
}

function pair([name, value]: readonly [string, string]): string {
  return `${name}: ${value}`;
}
