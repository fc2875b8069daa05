/** `card-station config check|print|schema`: what branch IT asks before and after a roll-out. */
import { configurationJsonSchema } from '../../config/json-schema.ts';
import type { Loaded } from '../../config/load.ts';
import { problemLine } from '../../config/problems.ts';
import type { Command } from '../command-line.ts';
import type { Output } from './output.ts';

export function runConfig(
  action: Extract<Command, { kind: 'config' }>['action'],
  load: () => Loaded,
  output: Output,
): 0 | 1 {
  if (action === 'schema') {
    output.line(JSON.stringify(configurationJsonSchema(), null, 2));
    return 0;
  }
  const loaded = load();
  for (const note of loaded.notes) output.error(`Note: ${note.path} in ${note.source} has no effect: ${note.message}`);
  if (loaded.kind === 'problems') {
    for (const problem of loaded.problems) output.error(problemLine(problem));
    return output.failed(
      `${String(loaded.problems.length)} ${loaded.problems.length === 1 ? 'problem' : 'problems'} in the configuration.`,
    );
  }
  if (action === 'check') output.line('The configuration is complete.');
  else output.line(JSON.stringify({ config: loaded.config, origins: Object.fromEntries(loaded.origins) }, null, 2));
  return 0;
}
