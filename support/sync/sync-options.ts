import { parseArgs } from 'node:util';
import { UsageError } from './run-tool.ts';

export const syncUsage =
  'npm run sync-env -- --mode local | deploy-ENV [--dry-run] [--only TARGET]… [--yes] [--confirm NAME] [--prune] [--verbose] [--json]';

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

/** @throws UsageError */
export function syncOptions(argv: readonly string[]): SyncOptions {
  const values = parsed(argv);
  const deployTo = /^deploy-([a-z][a-z0-9-]*)$/.exec(values.mode ?? '')?.[1];
  if (values.mode !== 'local' && deployTo === undefined)
    throw new UsageError(
      `--mode is local, or deploy- and an environment (deploy-prod); it was given ${values.mode ?? 'nothing'}.`,
    );
  if (values.mode === 'local' && (values.prune || values.confirm !== undefined))
    throw new UsageError('--prune and --confirm belong to deploy modes; local files are written with a backup.');
  const { only, json, yes, prune, verbose, confirm } = values;
  return { deployTo, dryRun: values['dry-run'], verbose, only, json, yes, confirm, prune };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        mode: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        confirm: { type: 'string' },
        prune: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}
