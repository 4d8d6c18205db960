/** `npm run settings`: writes the pages of docs that follow from declarations. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { referenceOfConfig } from '../../profile/reference/reference-of-config.ts';
import { verdictJsonSchema } from '../../report/verdict/json-schema.ts';
import { referenceOfChecks } from './checks-reference.ts';

const clone = path.join(import.meta.dirname, '../../..');

await command({
  name: 'settings',
  usage: {
    does: 'Writes from the declarations what follows from them: docs/settings.md, the reference of every setting, docs/checks.md, that of every check, and docs/schema/verdict.schema.json, the form of the verdict file.',
    exits: { 0: 'written' },
    example: '',
  },
  options: {},
  async run() {
    const docs = path.join(clone, 'docs');
    writeFileSync(path.join(docs, 'settings.md'), referenceOfConfig());
    writeFileSync(path.join(docs, 'schema/verdict.schema.json'), verdictJsonSchema());
    writeFileSync(path.join(docs, 'checks.md'), await referenceOfChecks(clone));
    return exitCodes.done;
  },
});
