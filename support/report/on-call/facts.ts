import path from 'node:path';
import { ConfigurationError, type LoadedDeployment, resolveProfile } from '../../profile/index.ts';
import { dashboardsOf } from './dashboards.ts';

/** What the config says for the people who are called: data only, since a reporter's options may be no more. */
export interface OnCallFacts {
  /** Checkouts whose commits are looked at. */
  repositories: readonly string[];
  /** The config and its table, absolute. */
  configFiles: readonly string[];
  /** By check, platform or `*`. */
  owners: Readonly<Record<string, string>>;
  runbooks: Readonly<Record<string, string>>;
  /** By environment and platform. */
  dashboards: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** A file of each platform's source, absolute: whoever owns it is named where no finding names a file. */
  sources: Readonly<Record<string, string>>;
  /** As the team deploys the backend. */
  deployBackend?: string;
  /** How many verdicts are kept. */
  keptVerdicts: number;
}

/** What is known for the people who are called, before anything runs. */
export function onCallFacts(loaded: LoadedDeployment, environments: readonly string[]): OnCallFacts {
  const { deployment, directory, file } = loaded;
  const { onCall, delivery, platforms, table } = deployment;
  const at = (name: string) => path.resolve(directory, name);
  const [convex] = [platforms.convex, ...Object.values(platforms.backends ?? {})].filter((each) => each !== undefined);
  const backend = convex?.backend && 'source' in convex.backend ? convex.backend.source : undefined;
  const frontend = convex?.frontends[0]?.root;
  return {
    repositories: [...new Set([...(delivery ? [at(delivery.repository)] : []), directory])],
    configFiles: [file, at(table.file)],
    owners: onCall.owners,
    runbooks: onCall.runbooks,
    dashboards: Object.fromEntries(environments.map((environment) => [environment, dashboardsIn(loaded, environment)])),
    sources: {
      config: at(table.file),
      ...(backend !== undefined && { convex: at(`${backend}/schema.ts`) }),
      ...(frontend !== undefined && { pages: at(`${frontend}/package.json`), smoke: at(`${frontend}/package.json`) }),
    },
    ...(convex && { deployBackend: convex.deployCommand }),
    keptVerdicts: onCall.keptVerdicts,
  };
}

function dashboardsIn(loaded: LoadedDeployment, environment: string): Record<string, readonly string[]> {
  const named = Object.entries(loaded.deployment.onCall.dashboards).map(([platform, link]) => [platform, [link]]);
  try {
    return { ...dashboardsOf(resolveProfile(loaded, environment)), ...Object.fromEntries(named) };
  } catch (error) {
    // A table that cannot be read ends the run elsewhere.
    if (error instanceof ConfigurationError) return Object.fromEntries(named);
    throw error;
  }
}
