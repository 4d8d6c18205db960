import { type LoadedDeployment, type Profile, resolveProfiles, type Variables } from '../../profile/index.ts';
import { auditProject } from '../../report/runners/projects.ts';
import { collectBrowserChecks, collectChecks } from './collect-checks.ts';
import { type PlannedCheck, planCheck } from './plan-check.ts';

/** What a run will do to one environment. */
export interface EnvironmentPlan {
  environment: string;
  class: Profile['class'];
  effects: readonly string[];
  checks: readonly PlannedCheck[];
}

/**
 * What a run of a project will do, from what its checks declare and from the profile; nothing is sent.
 * @param project an environment, whose gate and smoke tests are planned, or `isolation`, the audit of all of them
 * @throws ConfigurationError
 */
export async function planProject(
  loaded: LoadedDeployment,
  project: string,
  variables?: Variables,
): Promise<EnvironmentPlan[]> {
  const isAudit = project === auditProject;
  const names = isAudit ? Object.keys(loaded.deployment.environments) : [project];
  const profiles = resolveProfiles(loaded, names, { spanning: isAudit, ...(variables && { variables }) });
  const [first] = profiles;
  if (first === undefined) return [];
  const [specs, browser] = await Promise.all([
    collectChecks(loaded, first, project),
    isAudit ? [] : collectBrowserChecks(loaded, first),
  ]);
  const definitions = [...specs, ...browser].sort((one, other) => one.id.localeCompare(other.id));
  return profiles.map((profile) => ({
    environment: profile.environment,
    class: profile.class,
    effects: [...profile.effects],
    checks: definitions.map((definition) => {
      const others = isAudit && definition.crosses === true ? profile.others : [];
      return planCheck(definition, { profile, others });
    }),
  }));
}
