/**
 * The one reader of Convex hosts, deployment names and deploy keys.
 * Sources: convex-backend, npm-packages/convex/src/cli/lib/deployment.ts; docs, "Deploy keys", "Regions", "Deployment URLs".
 */

/** What a host of the Convex cloud answers: functions on `.convex.cloud`, HTTP actions on `.convex.site`. */
export type ConvexService = 'functions' | 'HTTP actions';

export interface ConvexHost {
  /** `happy-animal-123`, in lower case. */
  deployment: string;
  /** `eu-west-1`; undefined in the first region, whose hosts do not name it. */
  region?: string;
  service: ConvexService;
}

export type DeploymentKind = 'dev' | 'prod' | 'preview' | 'local' | 'anonymous';

/** A deployment as `CONVEX_DEPLOYMENT` names it. */
export interface DeploymentReference {
  /** Undefined for a bare name. */
  kind?: DeploymentKind;
  name: string;
}

/** What a deploy key says of itself before its bar: a deployment, or a project for whose previews it is. */
export type DeployKey =
  | { opens: 'deployment'; kind?: DeploymentKind; deployment: string }
  | { opens: 'preview' | 'project'; team: string; project: string };

const label = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const services: readonly [string, ConvexService][] = [
  ['.convex.cloud', 'functions'],
  ['.convex.site', 'HTTP actions'],
];
const longestHost = 253;

/** A host of the Convex cloud; undefined for every other: a custom domain or a self-hosted server names no deployment. */
export function convexHost(hostname: string): ConvexHost | undefined {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const found = services.find(([ending]) => host.endsWith(ending));
  if (found === undefined || host.length > longestHost) return undefined;

  const [ending, service] = found;
  const [deployment = '', ...region] = host.slice(0, -ending.length).split('.');
  if (![deployment, ...region].every((each) => label.test(each))) return undefined;
  return { deployment, service, ...(region.length > 0 && { region: region.join('.') }) };
}

/** The host on which the same deployment serves the other of the two. Undefined where the host is not of the Convex cloud. */
export function convexHostFor(hostname: string, service: ConvexService): string | undefined {
  const found = convexHost(hostname);
  const ending = services.find(([, each]) => each === service)?.[0];
  if (found === undefined) return undefined;
  return `${found.deployment}${found.region === undefined ? '' : `.${found.region}`}${ending}`;
}

/** Every host of the Convex cloud in a text, with its offset. Linear in the length of the text. */
export function convexHostsIn(text: string): (ConvexHost & { host: string; at: number })[] {
  const lowered = text.toLowerCase();
  if (!lowered.includes('.convex.')) return [];

  return services
    .flatMap(([ending]) => {
      const found: (ConvexHost & { host: string; at: number })[] = [];
      for (let dot = lowered.indexOf(ending); dot >= 0; dot = lowered.indexOf(ending, dot + 1)) {
        const end = dot + ending.length;
        const at = startOfHost(lowered, dot);
        const host = lowered.slice(at, end);
        const read = continues(lowered, end) ? undefined : convexHost(host);
        if (read) found.push({ ...read, host, at });
      }
      return found;
    })
    .sort((one, other) => one.at - other.at);
}

function startOfHost(text: string, dot: number): number {
  let at = dot;
  while (at > 0 && dot - at < longestHost && /[a-z0-9.-]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Whether a host goes on: `x.convex.cloud.acme.test` is none of Convex, a full stop at the end of a sentence changes nothing. */
function continues(text: string, end: number): boolean {
  return /^(?:[a-z0-9-]|\.[a-z0-9])/.test(text.slice(end, end + 2));
}

const typed = /^(?:own)?(dev|prod|preview|local|anonymous)(?::|-(?=[a-z]+-[a-z]+-\d+$))(.+)$/i;

/** `prod:steady-otter-902`, `prod-steady-otter-902` and `steady-otter-902`. */
export function deploymentReference(written: string): DeploymentReference {
  const [, kind, name] = typed.exec(written.trim()) ?? [];
  if (kind === undefined || name === undefined) return { name: written.trim().toLowerCase() };
  return { kind: kind.toLowerCase() as DeploymentKind, name: name.toLowerCase() };
}

/** A Convex deployment's bare name: `prod:steady-otter-902`, `prod-steady-otter-902` and `steady-otter-902` are one. */
export function bareDeploymentName(written: string): string {
  return deploymentReference(written).name;
}

/** Whether a text names a deployment in one of the forms that `CONVEX_DEPLOYMENT` has. */
export function isDeploymentReference(written: string): boolean {
  const { kind, name } = deploymentReference(written);
  // `preview:team:project` names a project's previews.
  if (kind === 'preview') return name.split(':').every((part) => label.test(part));
  return label.test(name);
}

/** A name that Convex gives: `happy-animal-123`. Teams' own names have other forms. */
export function isGivenName(name: string): boolean {
  return /^[a-z]+-[a-z]+-\d+$/.test(name);
}

/** A deploy key that was cut at its bar, or before it: it says what it opens, and holds nothing that opens it. */
export function isCutDeployKey(key: string): boolean {
  return /^(?:(?:prod|dev|local):[a-z0-9-]+|(?:preview|project):[^\s:|]+(?::[^\s:|]+)?|[a-z]+-[a-z]+-\d+)\|?$/.test(
    key.trim(),
  );
}

/**
 * Reads what a deploy key says of itself; undefined where it is not one. A key without a kind is one of production's
 * (older than kinds), or of a self-hosted server.
 */
export function readDeployKey(key: string): DeployKey | undefined {
  const bar = key.indexOf('|');
  if (bar <= 0 || bar === key.length - 1 || bar > longestHost) return undefined;

  const parts = key.slice(0, bar).trim().toLowerCase().split(':');
  const [first = '', second = '', third] = parts;
  const isProjects = parts.length === 3 && (first === 'preview' || first === 'project');
  // Teams and projects have names of their own; a deployment's is a label of its host.
  if (!parts.every((part) => (isProjects ? /^[^\s:"']+$/ : label).test(part))) return undefined;
  if (parts.length === 1) return { opens: 'deployment', deployment: first };
  if (parts.length === 3 && third !== undefined && (first === 'preview' || first === 'project'))
    return { opens: first, team: second, project: third };
  if (parts.length !== 2 || !['dev', 'prod', 'preview', 'local'].includes(first)) return undefined;
  return { opens: 'deployment', kind: first as DeploymentKind, deployment: second };
}
