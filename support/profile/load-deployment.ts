import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem, configurationError } from './configuration-error.ts';
import { Deployment } from './schema.ts';

export interface LoadedDeployment {
  deployment: Deployment;
  /** The config's absolute path. */
  file: string;
  /** Paths in the config are relative to this folder. */
  directory: string;
}

/**
 * Loads and checks the deployment config.
 * @param file the config, relative to the working directory; `DEPLOYMENT_CONFIG` or `deployment.config.ts` where left out
 * @throws ConfigurationError with every mistake at once: file missing, module that throws, unknown key, wrong type
 */
export async function loadDeployment(
  file = process.env.DEPLOYMENT_CONFIG || 'deployment.config.ts',
): Promise<LoadedDeployment> {
  const absolute = path.resolve(file);
  if (!existsSync(absolute)) {
    throw configurationError(
      file,
      'the deployment config does not exist.',
      'Name one with DEPLOYMENT_CONFIG=path/to/deployment.config.ts, or create deployment.config.ts here.',
    );
  }
  if (!statSync(absolute).isFile())
    throw configurationError(
      file,
      'the deployment config is not a file.',
      'Name the file itself in DEPLOYMENT_CONFIG.',
    );
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(absolute).href)) as { default?: unknown }).default;
  } catch (error) {
    throw configurationError(
      file,
      `the deployment config throws when it is loaded: ${(error as Error)?.message ?? String(error)}`,
      `Run \`node ${file}\` to see where.`,
    );
  }
  if (exported === undefined)
    throw configurationError(
      file,
      'the deployment config has no default export.',
      'Write `export default defineDeployment({ … })`.',
    );
  const parsed = Deployment.safeParse(exported);
  if (!parsed.success) throw new ConfigurationError(problemsOf(file, parsed.error));
  const problems = referencesToUnknownNames(file, parsed.data);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { deployment: parsed.data, file: absolute, directory: path.dirname(absolute) };
}

function problemsOf(file: string, error: z.ZodError): ConfigurationProblem[] {
  return error.issues.map((issue) => ({
    place: [file, issue.path.join('.')].filter(Boolean).join(' › '),
    message: issue.message,
  }));
}

/** Environments that a waiver or a key rule names, and that the config does not have. */
function referencesToUnknownNames(file: string, deployment: Deployment): ConfigurationProblem[] {
  const known = Object.keys(deployment.environments);
  const named = [
    ...deployment.waivers.flatMap((waiver, index) =>
      (waiver.environments ?? []).map((name) => ({ place: `waivers.${index}.environments`, name })),
    ),
    ...Object.entries(deployment.table.keys).flatMap(([key, rule]) =>
      (rule.optionalIn ?? []).map((name) => ({ place: `table.keys.${key}.optionalIn`, name })),
    ),
  ];
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ place, name }) => ({
      place: `${file} › ${place}`,
      message: `\`${name}\` is no environment of this deployment. Known here: ${known.join(', ')}.`,
    }));
}
