import path from 'node:path';
import { suggestName } from '../text/suggest-name.ts';
import { configProblems, wordIssue } from './config-problems.ts';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { findConfig } from './loading/find-config.ts';
import { importConfig } from './loading/import-config.ts';
import { readBaseline } from './read-baseline.ts';
import { Deployment } from './schema.ts';

export interface LoadedDeployment {
  deployment: Deployment;
  /** The config's absolute path. */
  file: string;
  /** Paths in the config are relative to this folder. */
  directory: string;
}

const loadingMs = 10_000;
const namedConfig = () => findConfig(process.env);
/** Where reports are written unless the config says otherwise, relative to it. */
const defaultReports = Deployment.shape.reports.parse(undefined);

/**
 * Loads and checks the deployment config.
 * @param file the config, relative to the working directory; where left out the one that `DEPLOYMENT_CONFIG` names, or the nearest
 * @param deadlineMs how long loading it may take
 * @throws ConfigurationError with every mistake at once: file missing, module that throws, unknown key, wrong type
 */
export async function loadDeployment(file = namedConfig(), deadlineMs = loadingMs): Promise<LoadedDeployment> {
  const parsed = Deployment.safeParse(await importConfig(file, deadlineMs), { error: wordIssue });
  if (!parsed.success) throw new ConfigurationError(configProblems(file, parsed.error));
  const problems = referencesToUnknownNames(file, parsed.data);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const absolute = path.resolve(file);
  const directory = path.dirname(absolute);
  const waivers = [...parsed.data.waivers, ...readBaseline(parsed.data.baseline, directory)];
  return { deployment: { ...parsed.data, waivers }, file: absolute, directory };
}

/**
 * Where a config has its reports written, also one that has mistakes elsewhere: so that a run which cannot start finds the
 * verdict of an earlier one. Never throws.
 */
export async function loadReportsDirectory(file = namedConfig(), deadlineMs = loadingMs): Promise<string> {
  const exported = await importConfig(file, deadlineMs).catch(() => undefined);
  const reports = (exported as { reports?: unknown } | null | undefined)?.reports;
  return path.resolve(path.dirname(file), typeof reports === 'string' ? reports : defaultReports);
}

/** Environments and targets that a part of the config names, and that the config does not have. */
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
  const flagged = Object.keys(deployment.table.flags).map((name) => ({ place: `table.flags.${name}`, name }));
  const synced = Object.entries(deployment.sync?.targets ?? {}).flatMap(([target, { environments = [] }]) =>
    environments.map((name) => ({ place: `sync.targets.${target}.environments`, name })),
  );
  return [
    ...unknownTargets(file, deployment),
    ...[...named, ...flagged, ...synced]
      .filter(({ name }) => !known.includes(name))
      .map(({ place, name }) => ({
        place: `${file} › ${place}`,
        message: `\`${name}\` is not an environment of this deployment. ${suggestName(name, known)}`,
      })),
  ];
}

function unknownTargets(file: string, { table, sync }: Deployment): ConfigurationProblem[] {
  return Object.keys(sync?.targets ?? {})
    .filter((name) => !table.targets.includes(name))
    .map((name) => ({
      place: `${file} › sync.targets.${name}`,
      message: `\`${name}\` is not a target of the table. ${suggestName(name, table.targets)}`,
    }));
}
