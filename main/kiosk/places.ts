/** Where this start of the program keeps its profile and finds its configuration. */
import { chmodSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { app } from 'electron';

import { loadConfiguration, type Loaded } from '../config/load.ts';
import { readWindowsPolicy } from '../config/registry/windows-policy.ts';
import { configurationPlaces } from '../config/sources.ts';
import { importFolder } from './machine-bundle.ts';
import { createRegTool } from './reg-tool.ts';
import { isTestBuild } from './station-facts.ts';
import { STRICT } from './strict.ts';

/** The profile folder is the owner's alone, whoever made it. */
export function useProfile(folder: string | null): void {
  if (folder !== null) app.setPath('userData', resolve(folder));
  const profile = app.getPath('userData');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    chmodSync(profile, 0o700);
  } catch {
    // What needs the folder says what is wrong with it.
  }
}

export function configuration(configFile: string | null): Loaded {
  const profileFolder = app.getPath('userData');
  return loadConfiguration({
    ...configurationPlaces(process.platform, profileFolder),
    policy:
      process.platform === 'win32' ? () => readWindowsPolicy(createRegTool({ folder: profileFolder })) : undefined,
    configFlag: configFile,
    environmentVariable: process.env['CARD_STATION_CONFIG'],
    demo: !STRICT || isTestBuild(app.getVersion()),
  });
}

/** Where the roll-out puts bundles on this machine. */
export function machineFolder(profileFolder: string): string {
  return importFolder(configurationPlaces(process.platform, profileFolder).machineFile);
}
