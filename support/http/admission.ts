import { type DatabaseAddress, shownDatabase } from './database-address.ts';
import { RequestFailure } from './request-failure.ts';

export interface AllowedOrigin {
  origin: string;
  environment: string;
}

/** A POST endpoint that only reads, such as a Convex query. */
export interface QueryEndpoint {
  origin: string;
  path: string;
}

/** A path that may be read at an origin whose other paths may not. */
export interface ReadPath {
  origin: string;
  path: RegExp;
}

/** A route that destroys: only these methods may be sent to it, unless the effect is `destructive`. */
export interface GuardedRoute {
  origin: string;
  /** Where the query decides, with it: `/admin?action=clear`. */
  path: string;
  harmless: readonly string[];
}

export interface AllowedDatabase {
  host: string;
  port: number;
  environment: string;
}

/** How requests to one origin are let in, and nowhere else. */
export interface OriginEntry {
  origin: string;
  headers: Readonly<Record<string, string>>;
  /** Credentials that are named and have no value. */
  missing: readonly string[];
  /** Certificates in PEM that are trusted there besides the public ones. */
  ca?: string;
}

/** What the profile allows: the same for every check of a run. */
export interface AdmissionRules {
  origins: readonly AllowedOrigin[];
  queries: readonly QueryEndpoint[];
  /** At these origins, `read` is limited to these paths: the APIs of providers, whose other paths may do anything. */
  readPaths?: readonly ReadPath[];
  /** Routes that destroy, whatever the method. */
  guarded?: readonly GuardedRoute[];
  entries?: readonly OriginEntry[];
  /** Database servers; the door only ever reads from them. */
  databases?: readonly AllowedDatabase[];
}

/** The check that sends a request, and what it may do. */
export interface Asker {
  /** A check's id. */
  check: string;
  /** `offline` sends nothing, `read` only reads; the others may also send POST, PUT, PATCH and DELETE. */
  effect: 'offline' | 'read' | 'canary' | 'burst' | 'destructive';
  /** Only origins of these environments may be reached; without it, all origins of the door. */
  environments?: readonly string[];
}

const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Checks one request against the rules.
 * @returns the origin and its environment
 * @throws RequestFailure with `isRefusal`: nothing has been sent
 */
export function admit(rules: AdmissionRules, asker: Asker, method: string, url: URL, headers: Headers): AllowedOrigin {
  const shown = withoutUserinfo(url.href);
  const refused = (kind: 'invalid-request' | 'origin-not-allowed' | 'method-not-allowed', reason: string) =>
    new RequestFailure(kind, method, shown, `refused for ${asker.check}: ${reason}`);
  // `blob:http://host/…` has the origin of its host, but is answered from memory: the host would never be contacted.
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('origin-not-allowed', `\`${url.protocol}\` is not \`http:\` or \`https:\``);
  if (url.username !== '' || url.password !== '')
    throw refused('invalid-request', 'the URL contains a user name or a password; send it in a header');

  const owners = rules.origins.filter(({ origin }) => origin === url.origin);
  const allowed = owners.find(({ environment }) => asker.environments?.includes(environment) ?? true);
  if (allowed === undefined) throw refused('origin-not-allowed', originReason(rules, asker, owners));

  // Behind a shared address, the Host header alone decides which service responds.
  const host = headers.get('host');
  if (host !== null && host.toLowerCase() !== url.host)
    throw refused('origin-not-allowed', `its Host header is ${host} instead of ${url.host}`);
  if (asker.effect === 'offline') throw refused('method-not-allowed', 'its effect is `offline`, which sends nothing');
  const means = meantMethod(method, url, headers);
  if (asker.effect === 'read' && !onlyReads(rules, means, url))
    throw refused(
      'method-not-allowed',
      `its effect is \`read\`, which allows only GET, HEAD and OPTIONS, and POST to the query endpoints of the profile${means === method ? '' : `; a server may take it for ${means}`}`,
    );
  if (asker.effect === 'read' && !isListed(rules, url))
    throw refused('method-not-allowed', `${url.pathname} is not one of the paths that may be read at ${url.origin}`);

  const guard = guardOf(rules, [method, means], url);
  if (guard !== undefined && asker.effect !== 'destructive')
    throw refused(
      'method-not-allowed',
      `the profile names ${guard.path} as a route that deletes, and its effect is \`${asker.effect}\`: ${guard.harmless.join(', ') || 'nothing'} may be sent there`,
    );

  return allowed;
}

/** The route that destroys and that a request would reach; undefined where every method that it may be taken for is harmless. */
function guardOf({ guarded = [] }: AdmissionRules, methods: readonly string[], url: URL): GuardedRoute | undefined {
  const path = routedPath(url.pathname);
  return guarded.find((route) => {
    // Before its address is parsed: the door of an audit names the routes of many environments.
    if (route.origin !== url.origin || methods.every((method) => route.harmless.includes(method))) return false;

    const named = new URL(`${route.origin}${route.path}`);
    const asks = [...named.searchParams].every(([name, value]) => url.searchParams.getAll(name).includes(value));
    return routedPath(named.pathname) === path && asks;
  });
}

/** A path as the most lenient router takes it: decoded, in lower case, without repeated or trailing slashes and `;parameters`. */
function routedPath(pathname: string): string {
  let decoded = pathname;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // A malformed escape is compared as it is written.
  }
  return `/${decoded
    .toLowerCase()
    .replace(/;[^/\\]*/g, '')
    .split(/[/\\]+/)
    .filter(Boolean)
    .join('/')}`;
}

/**
 * Checks a connection to a database server against the rules.
 * @returns the environment of the server
 * @throws RequestFailure with `isRefusal`: nothing has been sent
 */
export function admitDatabase({ databases = [] }: AdmissionRules, asker: Asker, address: DatabaseAddress): string {
  const refused = (kind: 'origin-not-allowed' | 'method-not-allowed', reason: string) =>
    new RequestFailure(kind, 'CONNECT', shownDatabase(address), `refused for ${asker.check}: ${reason}`);
  if (asker.effect === 'offline') throw refused('method-not-allowed', 'its effect is `offline`, which sends nothing');

  const owners = databases.filter(({ host, port }) => host === address.host && port === address.port);
  const allowed = owners.find(({ environment }) => asker.environments?.includes(environment) ?? true);
  if (allowed !== undefined) return allowed.environment;
  if (owners.length === 0)
    throw refused('origin-not-allowed', 'the profile does not name a database server at this address');

  throw refused('origin-not-allowed', `this server ${foreignReason(owners, asker)}`);
}

function isListed({ readPaths = [] }: AdmissionRules, url: URL): boolean {
  const listed = readPaths.filter(({ origin }) => origin === url.origin);
  return listed.length === 0 || listed.some(({ path }) => path.test(url.pathname));
}

/** Headers by which frameworks let a request name another method than its own. Source: Rack::MethodOverride, Express `method-override`. */
const overridingHeaders = ['x-http-method-override', 'x-http-method', 'x-method-override'];

/** The method that a server may take a request for: one that is named beside its own counts, unless both only read. */
export function meantMethod(method: string, url: URL, headers: Headers): string {
  const named = [...overridingHeaders.map((name) => headers.get(name)), ...url.searchParams.getAll('_method')]
    .filter((each) => each !== null)
    .flatMap((each) => each.split(','))
    .map((each) => each.trim().toUpperCase());
  return named.find((each) => !readMethods.includes(each)) ?? method;
}

/** Whether a request changes nothing, so that it may be repeated. */
export function onlyReads(rules: AdmissionRules, method: string, url: URL): boolean {
  if (readMethods.includes(method)) return true;
  return method === 'POST' && rules.queries.some(({ origin, path }) => origin === url.origin && path === url.pathname);
}

/** The address without user name and password, for messages. */
export function withoutUserinfo(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

function originReason({ origins }: AdmissionRules, asker: Asker, owners: readonly AllowedOrigin[]): string {
  const reachable = origins.filter(({ environment }) => asker.environments?.includes(environment) ?? true);
  const named = [...new Set(reachable.map(({ origin }) => origin))].join(', ') || 'none';
  if (owners.length === 0) return `the profile does not name this origin (it names ${named})`;
  return `this origin ${foreignReason(owners, asker)} (${named})`;
}

function foreignReason(owners: readonly { environment: string }[], { environments }: Asker): string {
  const owned = [...new Set(owners.map(({ environment }) => environment))].join(', ');
  return `belongs to ${owned}, and only ${environments?.join(', ') || 'none'} may be reached`;
}
