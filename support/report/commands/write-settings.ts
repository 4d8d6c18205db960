/** `npm run settings`: writes docs/settings.md from the declarations. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { referenceOfConfig } from '../../profile/reference/reference-of-config.ts';

await command({
  name: 'settings',
  usage: {
    does: 'Writes docs/settings.md, the reference of every setting, from the declarations.',
    exits: { 0: 'written' },
    example: '',
  },
  options: {},
  async run() {
    writeFileSync(path.join(import.meta.dirname, '../../../docs/settings.md'), referenceOfConfig());
    return exitCodes.done;
  },
});
