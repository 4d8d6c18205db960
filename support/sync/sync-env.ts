/** `npm run sync-env`: writes the table to local files, or plans and applies it to the platforms. */
import { command } from '../command/command.ts';
import { syncDeployCommand } from './sync-deploy-command.ts';
import { syncLocalCommand } from './sync-local-command.ts';
import { syncOptions, targetOfMode } from './sync-options.ts';

await command({
  name: 'sync-env',
  usage: {
    does: 'Writes the config table to local files (development values only), or plans what the platforms would get and applies it with --yes.',
    exits: {
      0: 'done, or nothing to do',
      1: 'refused because of what a value or a file contains, or a key is not as the table says',
      3: 'a value or a platform could not be read, or a file could not be written',
    },
    example: '--mode deploy-prod --yes --confirm acme',
  },
  options: syncOptions,
  interrupted: ({ mode }) =>
    mode === 'local'
      ? 'the file under way is finished. Once more ends it at once.'
      : 'the step under way is finished, then everything is read back. Once more ends it at once.',
  async run(values, { signal }) {
    const deployTo = targetOfMode(values);
    const { 'dry-run': dryRun, mode: _, ...options } = values;
    return deployTo === undefined
      ? syncLocalCommand({ ...options, dryRun, deployTo }, signal)
      : syncDeployCommand({ ...options, dryRun, deployTo }, signal);
  },
});
