/** The engine's own network, which this page must never use: it gets no process of its own. */
import type { CommandLine } from 'electron';

/**
 * The engine's name for it, which it may drop: one that it does not know is passed over, and its network runs in a process again.
 * Source: content/public/common/content_features.cc of Chromium 130.
 */
const NETWORK_IN_MAIN = 'NetworkServiceInProcess2';

/**
 * Has the engine's network run in main, before Electron's `ready`. D1 is asked by main's own client; through the engine come only the
 * page's own files, which main hands out itself, and the system's proxy rules. A process for that is memory and time of every start.
 */
export function keepEngineNetworkInMain(line: Pick<CommandLine, 'getSwitchValue' | 'appendSwitch'>): void {
  const given = line.getSwitchValue('enable-features');
  line.appendSwitch('enable-features', given === '' ? NETWORK_IN_MAIN : `${given},${NETWORK_IN_MAIN}`);
}
