/** Writes what is generated of the configuration, pages and templates: npm run config-docs */
import { mkdirSync, writeFileSync } from 'node:fs';

import { admlText } from '../../main/config/admx/adml.ts';
import { admxText } from '../../main/config/admx/admx.ts';
import { configurationPage } from '../../main/config/documentation.ts';
import { jsonSchemaText } from '../../main/config/json-schema.ts';

const docs = new URL('../../docs/', import.meta.url);
writeFileSync(new URL('configuration.md', docs), configurationPage());
writeFileSync(new URL('configuration.schema.json', docs), jsonSchemaText());

const templates = new URL('../packaging/windows/PolicyDefinitions/', import.meta.url);
mkdirSync(new URL('en-US/', templates), { recursive: true });
writeFileSync(new URL('card-station.admx', templates), admxText());
writeFileSync(new URL('en-US/card-station.adml', templates), admlText());
