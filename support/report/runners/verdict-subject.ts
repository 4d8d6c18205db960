import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedDeployment } from '../../profile/index.ts';
import { canonicalJson } from '../verdict/canonical-json.ts';
import { commitUnderTest } from '../verdict/commit.ts';
import { addressesOf } from '../verdict/resolved-addresses.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import type { VerdictPlan } from '../verdict/verdict.ts';
import { checkHomes } from './check-homes.ts';
import { asksForStrict } from './ci-environment.ts';
import { journeyIds } from './journeys.ts';
import { auditProject, checkIdsOf, smokeIds } from './projects.ts';

/**
 * What the verdict of a run is about.
 * @param projects the projects of the run: an environment each, or the audit
 * @param commit the commit under test, null where none is known
 */
export function verdictSubject(
  loaded: LoadedDeployment,
  projects: readonly string[],
  commit: string | null = commitUnderTest(loaded.directory),
): VerdictSubject {
  const { deployment } = loaded;
  const environments = environmentsOf(loaded, projects);
  return {
    deployment: deployment.name,
    project: projects.join('+'),
    environments,
    commit,
    config: configHash(loaded),
    embedded: deployment.embedded !== undefined,
    strict: deployment.strict || asksForStrict(process.env),
    plan: planOf(loaded, projects, environments),
    ...addressesOf(loaded, environments, projects.includes(auditProject)),
  };
}

function environmentsOf({ deployment }: LoadedDeployment, projects: readonly string[]): string[] {
  const all = Object.keys(deployment.environments);
  return projects.includes(auditProject) ? all : [...projects];
}

function planOf(loaded: LoadedDeployment, projects: readonly string[], environments: string[]): VerdictPlan {
  const { deployment, directory } = loaded;
  const homes = checkHomes(directory);
  const specs = [...new Set(projects.flatMap((name) => checkIdsOf(name, homes)))].sort();
  const opensPages = deployment.platforms.smoke !== undefined && projects.every((name) => name !== auditProject);
  const smoke = opensPages ? [...smokeIds(homes), ...journeyIds(loaded)].sort() : [];
  return {
    specs: { checks: specs, environments },
    ...(smoke.length > 0 && { smoke: { checks: smoke, environments } }),
  };
}

/** The config and its table, as a hash: a verdict of another config opens nothing. */
function configHash({ deployment, directory }: LoadedDeployment): string {
  const table = textOf(path.resolve(directory, deployment.table.file));
  // Where reports go, who is told and who is called changes nothing that was looked at.
  const { notify: _, reports: __, onCall: ___, ...looked } = deployment;
  return createHash('sha256')
    .update(canonicalJson([looked, table]))
    .digest('hex');
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A table that cannot be read ends the run elsewhere.
    return null;
  }
}
