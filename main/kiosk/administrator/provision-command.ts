/** The command that provisions this station again, as it has to be typed on this PC. Pure. */

/** With which options the running station was started. */
export interface StartedWith {
  readonly configFile: string | null;
  readonly userDataFolder: string | null;
}

/** BUNDLE and FILE stand for what branch IT has. Without the options of the start another profile would be provisioned. */
export function provisionCommand({ configFile, userDataFolder }: StartedWith): string {
  const options = [
    ...(configFile === null ? [] : ['--config', quoted(configFile)]),
    ...(userDataFolder === null ? [] : ['--user-data-dir', quoted(userDataFolder)]),
  ];
  return ['card-station provision BUNDLE --replace --pin-file FILE', ...options].join(' ');
}

/** In quotation marks where a shell would cut it or take something in it for its own. */
function quoted(path: string): string {
  return /^[A-Za-z0-9_@%+=:,./\\-]+$/.test(path) ? path : `"${path}"`;
}
