/** Writes the generated pages of the configuration: npx tsx .config/tasks/config-docs.ts */
import { writeFileSync } from 'node:fs';

import { configurationPage } from '../../main/config/documentation.ts';
import { jsonSchemaText } from '../../main/config/json-schema.ts';

const docs = new URL('../../docs/', import.meta.url);
writeFileSync(new URL('configuration.md', docs), configurationPage());
writeFileSync(new URL('configuration.schema.json', docs), jsonSchemaText());
