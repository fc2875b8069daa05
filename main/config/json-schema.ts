import { z } from 'zod';

import { SETTING_BY_PATH } from './catalogue.ts';
import { configurationSchema } from './schema.ts';

/**
 * The JSON Schema of a configuration file, for editors and roll-out tools. It describes one whole file; what it cannot
 * say (the rules between settings, the exact form of an address) is checked by the program.
 */
export function configurationJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configurationSchema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ jsonSchema, path }) => {
      // Ours, per setting, as `…/properties/<group>/properties/<key>`: what zod cannot know.
      const notes = SETTING_BY_PATH.get(path.filter((part) => part !== 'properties').join('.'))?.notes;
      if (notes?.kind === 'number') jsonSchema.$comment = `unit: ${notes.unit}`;
      if (notes?.kind === 'address') jsonSchema.pattern = '^[hH][tT][tT][pP][sS]://[^/@?#\\s][^@?#\\s]*$';
    },
  });
  return { title: 'Card Station configuration', ...schema };
}

/** The schema as the text of a file: two spaces, short lists of words on one line, as the project's formatter has it. */
export function jsonSchemaText(): string {
  const wordLists = /\[\n\s+("[^"\n]*"(?:,\n\s+"[^"\n]*")*)\n\s+\]/g;
  const text = JSON.stringify(configurationJsonSchema(), null, 2);
  return `${text.replace(wordLists, (_, words: string) => `[${words.replace(/,\n\s+/g, ', ')}]`)}\n`;
}
