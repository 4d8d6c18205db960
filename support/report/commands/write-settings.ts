/** `npm run settings`: writes the pages of docs that follow from declarations. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { referenceOfConfig } from '../../profile/reference/reference-of-config.ts';
import { verdictJsonSchema } from '../verdict/json-schema.ts';

await command({
  name: 'settings',
  usage: {
    does: 'Writes from the declarations what follows from them: docs/settings.md, the reference of every setting, and docs/verdict.schema.json, the form of the verdict file.',
    exits: { 0: 'written' },
    example: '',
  },
  options: {},
  async run() {
    const docs = path.join(import.meta.dirname, '../../../docs');
    writeFileSync(path.join(docs, 'settings.md'), referenceOfConfig());
    writeFileSync(path.join(docs, 'verdict.schema.json'), verdictJsonSchema());
    return exitCodes.done;
  },
});
