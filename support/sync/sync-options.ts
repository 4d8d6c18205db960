import type { ValuesOf } from '../command/option.ts';
import { flag, requiredText, text, texts } from '../command/option.ts';
import { UsageError } from '../command/stop-error.ts';

/** The options of `npm run sync-env`. */
export const syncOptions = {
  mode: requiredText({ value: 'MODE', help: '`local`, or `deploy-` and an environment, as in `deploy-prod`' }),
  'dry-run': flag('show what would be written, and write nothing'),
  only: texts({ value: 'TARGET', help: 'a TARGET of the table; may be given several times', fallback: 'all' }),
  yes: flag('apply the plan of a deploy mode'),
  confirm: text({ value: 'NAME', help: "the deployment's name, which writing to production requires" }),
  prune: flag('remove keys from the platforms that the table does not have'),
  verbose: flag('list what stays as it is, too'),
  json: flag('print the result as JSON'),
};

export interface SyncOptions {
  /** The environment that is written to; undefined for local files. */
  deployTo: string | undefined;
  dryRun: boolean;
  verbose: boolean;
  only: string[] | undefined;
  json: boolean;
  yes: boolean;
  confirm: string | undefined;
  prune: boolean;
}

/**
 * The environment that a mode deploys to; undefined for local files.
 * @throws UsageError if the mode is neither, or has options of the other
 */
export function targetOfMode({ mode, prune, confirm }: ValuesOf<typeof syncOptions>): string | undefined {
  const deployTo = /^deploy-([a-z][a-z0-9-]*)$/.exec(mode)?.[1];
  if (mode !== 'local' && deployTo === undefined)
    throw new UsageError(`--mode is local, or deploy- and an environment (deploy-prod); it was given ${mode}.`);
  if (mode === 'local' && (prune || confirm !== undefined))
    throw new UsageError('--prune and --confirm belong to deploy modes; local files are written with a backup.');
  return deployTo;
}
