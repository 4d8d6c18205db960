import { readFile } from 'node:fs/promises';
import { NotVerified } from '../../../check/not-verified.ts';
import { defineReading } from '../../../reading/index.ts';
import type { TargetInput } from '../providers/held-keys.ts';
import {
  environmentFor,
  readWranglerConfiguration,
  type WranglerConfiguration,
  type WranglerEnvironment,
} from './wrangler-config.ts';
import { WranglerUnreadable } from './wrangler-text.ts';

/** What wrangler's configuration says of one environment. */
export interface WranglerReading {
  file: string;
  top: WranglerEnvironment;
  environment: WranglerEnvironment;
  /** What deploys the environment. */
  deploy: string;
}

/** Reads the configuration that `sync.targets.NAME.wrangler` names, and finds the environment that deploys the target's script. */
export const wranglerReading = defineReading({
  name: 'config.wrangler',
  effect: 'offline',
  key: ({ profile, target }: TargetInput) => `${target.wrangler?.path} ${target.name?.value} ${profile.environment}`,
  async read({ profile, target }): Promise<WranglerReading> {
    if (!target.wrangler) throw new NotVerified(`sync.targets.${target.target}.wrangler is not set`);
    const { path, shown } = target.wrangler;
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new NotVerified(
        `${shown} cannot be read: ${error.code ?? error.message}`,
        `Correct sync.targets.${target.target}.wrangler in the deployment config.`,
      );
    });
    const script = target.name?.value;
    const configuration = configurationOf(shown, text);
    const environment = environmentFor(configuration, { script, environment: profile.environment });
    if (environment !== undefined)
      return {
        file: shown,
        top: configuration[0],
        environment,
        deploy: deployCommand(shown, configuration, environment),
      };
    const names = configuration.map((each) => each.script ?? 'a script without a name').join(', ');
    throw new NotVerified(
      `${shown} deploys ${names}, and the target ${target.target} is ${script ?? profile.environment}`,
      `Correct sync.targets.${target.target}.name, or add the environment to ${shown}.`,
    );
  },
});

/** With the environment's own name, which is not always the deployment's; the top level's is empty where there are others. */
function deployCommand(file: string, configuration: WranglerConfiguration, { name }: WranglerEnvironment): string {
  const environment = name ?? (configuration.length > 1 ? '' : undefined);
  return [
    'npx wrangler deploy',
    '--config',
    quoted(file),
    ...(environment === undefined ? [] : ['--env', quoted(environment)]),
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function configurationOf(shown: string, text: string) {
  try {
    return readWranglerConfiguration(shown, text);
  } catch (error) {
    if (error instanceof WranglerUnreadable) throw new NotVerified(error.message, 'Correct the file.');
    throw error;
  }
}
