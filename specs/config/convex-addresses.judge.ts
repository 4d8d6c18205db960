import type { Finding } from '../../support/check/finding.ts';
import {
  type DeploymentOwner,
  deploymentName,
  deploymentOwners,
  valueMarks,
} from '../../support/families/config/index.ts';
import {
  type ConvexProfile,
  convexHost,
  convexHostsIn,
  type Profile,
  type TableValue,
} from '../../support/profile/index.ts';

/** Names by which Convex's own tools and guides know the two addresses of a deployment. */
const functionsKey = /(^|_)CONVEX_((CLOUD|DEPLOYMENT|BACKEND)_)?(URL|ORIGIN|HOST|HOSTNAME)$/;
const httpActionsKey = /(^|_)CONVEX_(SITE|HTTP)(_ACTIONS?)?(_(URL|ORIGIN|HOST|HOSTNAME))?$/;
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
    ...profile.table.values.flatMap(judgeHost),
    ...rowsWithDeployments(profile).flatMap(({ row, deployments }) => [
      ...judgeService(row),
      ...judgeRegion(profile, row),
      ...deployments
        .filter((name) => isNobodys(name, owners, profile.table.knownDeployments))
        .map((name) => nobodys(profile, row, name)),
    ]),
  ];
}

/** Top-level names that are written for `.cloud` and `.site`. A name of a network of one's own is none of them. */
const mistyped =
  /^[a-z]+-[a-z]+-\d+(?:\.[a-z0-9-]{1,40})?\.convex\.(?:dev|com|app|io|ai|c[loud]{2,5}e?|s[ite]{1,4}s?)$/;

/** A backend's URL and name: both can be held against each other where the host is of the Convex cloud. */
function judgeBackend({ url, deployment, called, environment }: ConvexProfile): Finding[] {
  const hostname = url.webAddress?.hostname ?? '';
  const host = convexHost(hostname);
  if (host === undefined && /\.convex\.dev$/.test(hostname))
    return [
      {
        what: `the URL of ${called} of ${environment} is a page of Convex itself, and no deployment`,
        expected: 'a host of .convex.cloud',
        received: url.value,
        from: [url.origin],
      },
    ];
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

/** A deployment's name before a host that Convex does not have. */
function judgeHost({ key, setting, secret }: TableValue): Finding[] {
  const host = setting.isSet ? URL.parse(setting.value)?.hostname : undefined;
  if (host === undefined || !mistyped.test(host) || convexHost(host) !== undefined) return [];
  return [
    {
      what: `${key} names a deployment on a host that Convex does not have, ${host}`,
      expected: 'a host of .convex.cloud (functions) or .convex.site (HTTP actions)',
      received: secret ? 'a secret that contains it' : setting.value,
      from: [setting.origin],
    },
  ];
}

/** A deployment is in one region: of two that its addresses name, one leads nowhere. */
function judgeRegion({ backends, environment }: Profile, { key, setting, secret }: TableValue): Finding[] {
  const own = backends.flatMap(({ url }) => {
    const host = convexHost(url.webAddress?.hostname ?? '');
    return host?.region === undefined ? [] : [{ ...host, url }];
  });
  return convexHostsIn(setting.value).flatMap(({ deployment, region, host }) => {
    const other = own.find((each) => each.deployment === deployment && each.region !== region);
    if (region === undefined || other === undefined) return [];
    return [
      {
        what: `${key} of ${environment} names the deployment ${deployment} in another region than its URL`,
        expected: `${other.region} (${other.url.origin})`,
        received: secret ? 'a secret that contains it' : host,
        from: [setting.origin, other.url.origin],
      },
    ];
  });
}

/** The name and the value decide together: only a key that Convex's tools write says which service is meant. */
function judgeService({ key: name, setting }: TableValue): Finding[] {
  const url = URL.parse(setting.value) ?? URL.parse(`https://${setting.value.trim()}`);
  const host = url && convexHost(url.hostname);
  if (!url || !host) return [];
  const key = name.replaceAll(/([a-z0-9])(?=[A-Z])/g, '$1_').toUpperCase();
  const finding = (what: string, expected: string): Finding[] => [
    { what, expected, received: setting.value, from: [setting.origin] },
  ];
  if (host.service === 'HTTP actions' && functionsKey.test(key))
    return finding(`${name} is the address of HTTP actions, where no function is called`, 'a host of .convex.cloud');
  if (host.service === 'functions' && httpActionsKey.test(key))
    return finding(`${name} is the address of functions, where no HTTP action answers`, 'a host of .convex.site');
  if (host.service === 'functions' && !ownPath.test(url.pathname))
    return finding(
      `${name} names an HTTP action (${url.pathname}) on the address of functions, where none answers`,
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
