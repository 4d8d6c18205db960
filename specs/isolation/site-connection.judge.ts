import type { Finding } from '../../support/check/finding.ts';
import type { NamedConvexHost } from '../../support/families/isolation/index.ts';

export interface ConnectionInput {
  environment: string;
  /** The URL of E's backend, with where it comes from. */
  expected: string;
  /** Whether the site names E's own deployment. */
  namesOwn: boolean;
  hosts: readonly NamedConvexHost[];
  /** Whose deployment a name is; undefined for one of nobody. */
  ownerOf: (deployment: string) => string | undefined;
  /** Hosts and deployments that the config allows in the site. */
  allowed: readonly string[];
}

/**
 * Deployments of the Convex cloud that a site names and that are not its environment's own. One of another environment is
 * told here only where the own one is missing; beside it, isolation/site-bundle tells it.
 */
export function judgeConnection(input: ConnectionInput): Finding[] {
  const { environment, expected, namesOwn, hosts, ownerOf, allowed } = input;
  const foreign = hosts.filter(({ host, deployment }) => {
    const owner = ownerOf(deployment);
    if (allowed.some((each) => each.includes(host) || each === deployment)) return false;
    return owner === undefined || (owner !== environment && !namesOwn);
  });

  return [...Map.groupBy(foreign, ({ host }) => host)].map(([host, places]) => {
    const owner = ownerOf(places[0]?.deployment ?? '');
    return {
      what:
        owner === undefined
          ? `the site of ${environment} names a Convex deployment that belongs to no environment, ${host}`
          : `the site of ${environment} names the Convex deployment of ${owner}`,
      expected,
      received: host,
      from: [...new Set(places.map(({ url }) => url))],
      ...(owner === undefined && {
        remedy: `Build the site with the environment's own values; if ${host} is meant, list it in platforms.isolation.site.allow.`,
      }),
    };
  });
}
