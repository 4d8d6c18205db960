import { type Profile, placedSettings } from '../../profile/index.ts';
import { bareDeploymentName, convexHost, convexHostsIn } from '../../settings/index.ts';
import { isolatedValues } from './isolated-values.ts';
import { valueMarks } from './values/value-marks.ts';

/** Where an environment says that a Convex deployment is its own. */
export interface DeploymentOwner {
  environment: string;
  from: string;
}

/** The environment to which a Convex deployment belongs: by a setting of its own, or by a row that has to differ. */
export function deploymentOwner(profile: Profile, deployment: string): string | undefined {
  return deploymentOwners(profile).get(deployment)?.[0]?.environment;
}

/** Every Convex deployment that an environment claims, with those that claim it. The profile's own environment comes first. */
export function deploymentOwners(profile: Profile): Map<string, DeploymentOwner[]> {
  return Map.groupBy(
    [profile, ...profile.others].flatMap((each) => claimsOf(each)),
    ({ deployment }) => deployment,
  );
}

/** The Convex deployments in a text that no environment has and the config does not list; none where the config has no backend. */
export function unownedDeployments(profile: Profile, text: string): string[] {
  if (profile.backends.length === 0) return [];
  const owners = deploymentOwners(profile);
  const known = profile.table.knownDeployments.map(bareDeploymentName);
  const named = new Set(convexHostsIn(text).map(({ deployment }) => deployment));
  return [...named].filter((name) => !owners.has(name) && !known.includes(name));
}

function claimsOf(profile: Profile): (DeploymentOwner & { deployment: string })[] {
  const { environment } = profile;
  const claim = (deployment: string, from: string) => ({ deployment, environment, from });
  const declared = placedSettings(profile).flatMap(({ role, setting }) => {
    if (!setting.isSet) return [];
    if (role.role === 'deployment name') return [claim(bareDeploymentName(setting.value), setting.origin)];
    const host = role.role === 'address' ? convexHost(URL.parse(setting.value)?.hostname ?? '') : undefined;
    return host === undefined ? [] : [claim(host.deployment, setting.origin)];
  });
  const rows = isolatedValues(profile).flatMap((row) =>
    valueMarks(row)
      .filter(({ kind }) => kind === 'deployment')
      .map(({ text }) => claim(text, row.setting.origin)),
  );
  return [...declared, ...rows];
}
