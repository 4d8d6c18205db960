import type { Finding } from '../../support/check/finding.ts';
import {
  type DeploymentOwner,
  deploymentName,
  deploymentOwners,
  valueMarks,
} from '../../support/families/config/index.ts';
import { type ConvexProfile, convexHost, type Profile, type TableValue } from '../../support/profile/index.ts';

/** Names by which Convex's own tools and guides know the two addresses of a deployment. */
const functionsKey = /(^|_)CONVEX_(CLOUD_|DEPLOYMENT_|BACKEND_)?URL$/;
const httpActionsKey = /(^|_)CONVEX_(SITE|HTTP)(_ACTIONS?)?_URL$/;
/** What a deployment answers on `.convex.cloud`; every other path is an HTTP action. */
const ownPath = /^\/(?:$|api(?:\/|$)|version$|instance_name$)/;

/** The rows of an environment that name a Convex deployment, by host or by name. */
export function rowsWithDeployments({ table }: Profile): { row: TableValue; deployments: string[] }[] {
  return table.values
    .map((row) => ({
      row,
      deployments: valueMarks(row).flatMap(({ kind, text }) => (kind === 'deployment' ? [text] : [])),
    }))
    .filter(({ deployments }) => deployments.length > 0);
}

/** Convex addresses of the wrong service, and deployments that belong to no environment. */
export function judgeConvexAddresses(profile: Profile): Finding[] {
  const owners = deploymentOwners(profile);
  return [
    ...profile.backends.flatMap(judgeBackend),
    ...rowsWithDeployments(profile).flatMap(({ row, deployments }) => [
      ...judgeService(row),
      ...deployments
        .filter((name) => isNobodys(name, owners, profile.table.knownDeployments))
        .map((name) => nobodys(profile, row, name)),
    ]),
  ];
}

/** A backend's URL and name: both can be held against each other where the host is of the Convex cloud. */
function judgeBackend({ url, deployment, called, environment }: ConvexProfile): Finding[] {
  const host = url.isSet ? convexHost(URL.parse(url.value)?.hostname ?? '') : undefined;
  if (host === undefined) return [];
  const findings: Finding[] = [];
  if (host.service === 'HTTP actions')
    findings.push({
      what: `the URL of ${called} of ${environment} is the address of its HTTP actions, where no function is called`,
      expected: 'a host of .convex.cloud',
      received: url.value,
      from: [url.origin],
    });
  const declared = deployment.isSet ? deploymentName(deployment.value) : undefined;
  if (declared !== undefined && declared !== host.deployment)
    findings.push({
      what: `the URL and the name of ${called} of ${environment} are those of two deployments`,
      expected: `${declared} (${deployment.origin})`,
      received: `${host.deployment}, in ${url.value}`,
      from: [url.origin, deployment.origin],
    });
  return findings;
}

/** The name and the value decide together: only a key that Convex's tools write says which service is meant. */
function judgeService({ key, setting }: TableValue): Finding[] {
  const url = URL.parse(setting.value);
  const host = url && convexHost(url.hostname);
  if (!url || !host) return [];
  const finding = (what: string, expected: string): Finding[] => [
    { what, expected, received: setting.value, from: [setting.origin] },
  ];
  if (host.service === 'HTTP actions' && functionsKey.test(key))
    return finding(`${key} is the address of HTTP actions, where no function is called`, 'a host of .convex.cloud');
  if (host.service === 'functions' && httpActionsKey.test(key))
    return finding(`${key} is the address of functions, where no HTTP action answers`, 'a host of .convex.site');
  if (host.service === 'functions' && !ownPath.test(url.pathname))
    return finding(
      `${key} names an HTTP action (${url.pathname}) on the address of functions, where none answers`,
      'a host of .convex.site',
    );
  return [];
}

function isNobodys(
  name: string,
  owners: ReadonlyMap<string, readonly DeploymentOwner[]>,
  known: readonly string[],
): boolean {
  return !owners.has(name) && !known.some((each) => deploymentName(each) === name);
}

function nobodys({ environment }: Profile, { key, secret, setting }: TableValue, name: string): Finding {
  return {
    what: `${key} of ${environment} names the Convex deployment ${name}, which belongs to no environment`,
    expected: 'a deployment that an environment of the table has',
    received: secret ? 'a secret that contains it' : setting.value,
    from: [setting.origin],
    remedy: `Correct the cell; if ${name} is meant, declare \`isolated: true\` for ${key}, or list it in table.knownDeployments.`,
  };
}
