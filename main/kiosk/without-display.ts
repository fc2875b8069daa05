/** What the engine draws on, and commands on a machine without a screen: it needs to know before it starts, not after. */
import { spawnSync } from 'node:child_process';

const HEADLESS = '--ozone-platform=headless';

/** True where the engine would look for a screen that is not there. */
export function lacksDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, args: readonly string[]): boolean {
  const hasDisplay = (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return platform === 'linux' && !hasDisplay && !args.some((arg) => /^--ozone-platform(=|$)/.test(arg));
}

/** Runs this same program once more with the headless switch, first because nothing may follow a link, and gives its exit code. */
export function runHeadless(program: string, args: readonly string[]): number {
  const { status } = spawnSync(program, [HEADLESS, ...args], { stdio: 'inherit' });
  return status ?? 1;
}

/** True where the engine may draw by Wayland: told to (`ozonePlatform` is the value of its switch), or left to choose. */
export function drawsByWayland(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ozonePlatform: string): boolean {
  if (platform !== 'linux') return false;
  return ozonePlatform === 'wayland' || (ozonePlatform === '' && (env['WAYLAND_DISPLAY'] ?? '') !== '');
}
