import path from 'node:path';
import { duration, type Options, text } from '../../command/option.ts';
import { UsageError } from '../../command/stop-error.ts';
import { type LoadedDeployment, loadDeployment, projectReports } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { auditProject } from '../runners/projects.ts';
import { verdictSubject } from '../runners/verdict-subject.ts';
import type { GateQuestion } from '../verdict/judge-gate.ts';
import { type PartName, partNames, type Verdict } from '../verdict/verdict.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';

/** Options of every command that reads a verdict. */
export const verdictOptions = {
  commit: text({
    value: 'SHA',
    help: 'the commit that the verdict must be for, 7 to 64 characters',
    fallback: 'any',
  }),
  'max-age': duration({ value: '30m', help: 'how old the verdict may be' }),
  reports: text({
    value: 'FOLDER',
    help: 'the folder of reports; the verdict is in a folder of its deployment and project below it',
    fallback: "the config's `reports`",
  }),
} satisfies Options;

export const withoutOption = text({
  value: 'PART',
  help: 'a part of the plan that is not asked for: `smoke`',
  fallback: 'none',
});

/** What a command line asks of a verdict. */
export interface AskedVerdict {
  project: string;
  commit?: string | undefined;
  'max-age'?: number | undefined;
  reports?: string | undefined;
  without?: string | undefined;
}

/** A verdict as it was read, with the question that the config in force asks of it. */
export interface VerdictInForce {
  loaded: LoadedDeployment;
  reportsDirectory: string;
  read: Verdict | { unreadable: string };
  question: GateQuestion;
}

/**
 * Reads the verdict of a project of the deployment whose config is in force.
 * @throws ConfigurationError if the config cannot be loaded; UsageError if there is no such project
 */
export async function verdictInForce(asked: AskedVerdict): Promise<VerdictInForce> {
  requireHash(asked.commit);
  const loaded = await loadDeployment();
  requireProject(asked.project, loaded);

  const reportsDirectory = projectReports(loaded, asked.project, asked.reports);
  const subject = verdictSubject(loaded, [asked.project]);
  const { deployment, project, environments, config, embedded, plan, strict, addresses } = subject;
  return {
    loaded,
    reportsDirectory,
    read: readVerdict(path.join(reportsDirectory, verdictFileName)),
    question: {
      deployment,
      project,
      environments,
      config,
      embedded,
      plan,
      strict,
      ...(addresses && { addresses }),
      without: partsWithout(asked.without),
      now: new Date(),
      ...(asked.commit !== undefined && { commit: asked.commit }),
      ...(asked['max-age'] !== undefined && { maxAgeMs: asked['max-age'] }),
    },
  };
}

/** @throws UsageError if it names no part that can be left out */
export function partsWithout(without: string | undefined): PartName[] {
  if (without === undefined) return [];

  const part = partNames.find((name) => name === without);
  if (part !== 'smoke') throw new UsageError(`--without takes \`smoke\`; it was given ${without || 'nothing'}.`);
  return [part];
}

/** An empty variable in a pipeline must not turn into "any commit". */
function requireHash(commit: string | undefined): void {
  if (commit !== undefined && !/^[0-9a-f]{7,64}$/i.test(commit))
    throw new UsageError(
      `--commit takes a commit's hash of seven characters or more; it was given ${commit || 'nothing'}.`,
    );
}

/** @throws UsageError if the deployment has no such project */
export function requireProject(project: string, { deployment }: LoadedDeployment): void {
  const known = [auditProject, ...Object.keys(deployment.environments)];
  if (!known.includes(project))
    throw new UsageError(`--env ${project}: there is no such project. ${suggestName(project, known)}`);
}
