/** A fault as a command prints it: what is wrong, and where the station can help, who does what about it. */
import type { Fault } from '../../tracking/fault.ts';

export function faultSentence(
  { family, cause, detail }: Pick<Fault, 'family' | 'cause' | 'detail'>,
  platform: NodeJS.Platform = process.platform,
): string {
  // On Linux what is missing is nearly always the session: the libraries' own words name neither it nor the way into it.
  const step = family === 'keychain' && cause === 'unavailable' && platform === 'linux' ? `${OTHER_SESSION} ` : '';
  return `${family}: ${cause}. ${step}${detail}`;
}

const OTHER_SESSION =
  "No keychain in this session. Branch IT: run it in the station's own session (card-station-kiosk run …).";
