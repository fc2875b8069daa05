import type { z } from 'zod';

import { groups } from './schema.ts';
import { notesOf } from './setting.ts';
import type { SettingNotes } from './setting.ts';

/** One setting: where it stands, how it is checked and what people are told of it. */
export interface Setting {
  readonly path: string;
  readonly group: string;
  readonly key: string;
  readonly schema: z.ZodType;
  readonly notes: SettingNotes;
}

/** Every group by name, and in it every setting by key, in the order of the documentation; a reserved group is empty. */
export const CATALOGUE: ReadonlyMap<string, ReadonlyMap<string, Setting>> = new Map(
  Object.entries(groups).map(([group, schema]) => [
    group,
    new Map(
      Object.entries<z.ZodType>(schema.shape).map(([key, leaf]) => [
        key,
        { path: `${group}.${key}`, group, key, schema: leaf, notes: notesOf(leaf) },
      ]),
    ),
  ]),
);

/** Every setting of every group. */
export const SETTINGS: readonly Setting[] = [...CATALOGUE.values()].flatMap((keys) => [...keys.values()]);

/** Every setting by its whole path. */
export const SETTING_BY_PATH: ReadonlyMap<string, Setting> = new Map(
  SETTINGS.map((setting) => [setting.path, setting]),
);
