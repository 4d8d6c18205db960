import { type DatabaseAddress, shownDatabase } from './database-address.ts';
import { RequestFailure } from './request-failure.ts';

/** An origin that the profile names, and whose it is. */
export interface AllowedOrigin {
  origin: string;
  environment: string;
}

/** A POST endpoint that only reads, as a Convex query does. */
export interface QueryEndpoint {
  origin: string;
  path: string;
}

/** A path that may be read, at an origin where no other may. */
export interface ReadPath {
  origin: string;
  path: RegExp;
}

/** A database server that the profile names, and whose it is. */
export interface AllowedDatabase {
  host: string;
  port: number;
  environment: string;
}

/** What the profile allows: the same for every check of a run. */
export interface AdmissionRules {
  origins: readonly AllowedOrigin[];
  queries: readonly QueryEndpoint[];
  /** Origins that are named here answer `read` on these paths only: the APIs of providers, whose other paths may do anything. */
  readPaths?: readonly ReadPath[];
  /** Database servers, which are only ever read. */
  databases?: readonly AllowedDatabase[];
}

/** Who asks to be let through. */
export interface Asker {
  /** A check's id. */
  check: string;
  /** `offline` sends nothing; `read` sends what only reads; what writes may POST and DELETE. */
  effect: 'offline' | 'read' | 'canary' | 'burst' | 'destructive';
  /** Whose origins may be reached; all of the door's where left out. */
  environments?: readonly string[];
}

const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Holds one request against the rules.
 * @returns the origin that is reached, and whose it is
 * @throws RequestFailure that is a refusal: nothing has been sent
 */
export function admit(rules: AdmissionRules, asker: Asker, method: string, url: URL, headers: Headers): AllowedOrigin {
  const shown = withoutUserinfo(url.href);
  const refused = (kind: 'invalid-request' | 'origin-not-allowed' | 'method-not-allowed', reason: string) =>
    new RequestFailure(kind, method, shown, `the door refuses it for ${asker.check}: ${reason}`);
  // `blob:http://host/…` has the origin of its host and is answered from memory: nothing would have been looked at.
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('origin-not-allowed', `\`${url.protocol}\` is not \`http:\` or \`https:\``);
  if (url.username !== '' || url.password !== '')
    throw refused('invalid-request', 'the URL holds a user name or a password; send it in a header');
  const owners = rules.origins.filter(({ origin }) => origin === url.origin);
  const allowed = owners.find(({ environment }) => asker.environments?.includes(environment) ?? true);
  if (allowed === undefined) throw refused('origin-not-allowed', originReason(rules, asker, owners));
  // Behind a shared address the header alone decides who answers.
  const host = headers.get('host');
  if (host !== null && host.toLowerCase() !== url.host)
    throw refused('origin-not-allowed', `its Host header names ${host} instead of ${url.host}`);
  if (asker.effect === 'offline') throw refused('method-not-allowed', 'its effect is `offline`, which sends nothing');
  if (asker.effect === 'read' && !onlyReads(rules, method, url))
    throw refused(
      'method-not-allowed',
      'its effect is `read`, which sends GET, HEAD and OPTIONS, and POST to the query endpoints of the profile only',
    );
  if (asker.effect === 'read' && !isListed(rules, url))
    throw refused('method-not-allowed', `${url.pathname} is not in the list of what is read at ${url.origin}`);
  return allowed;
}

/**
 * Holds a connection to a database server against the rules.
 * @returns whose it is
 * @throws RequestFailure that is a refusal: nothing has been sent
 */
export function admitDatabase({ databases = [] }: AdmissionRules, asker: Asker, address: DatabaseAddress): string {
  const refused = (kind: 'origin-not-allowed' | 'method-not-allowed', reason: string) =>
    new RequestFailure(kind, 'CONNECT', shownDatabase(address), `the door refuses it for ${asker.check}: ${reason}`);
  if (asker.effect === 'offline') throw refused('method-not-allowed', 'its effect is `offline`, which sends nothing');
  const owners = databases.filter(({ host, port }) => host === address.host && port === address.port);
  const allowed = owners.find(({ environment }) => asker.environments?.includes(environment) ?? true);
  if (allowed !== undefined) return allowed.environment;
  throw refused(
    'origin-not-allowed',
    owners.length === 0
      ? 'the profile names no database server of this address'
      : `this server belongs to ${owners.map(({ environment }) => environment).join(', ')}, and only ${asker.environments?.join(', ') || 'none'} may be reached`,
  );
}

function isListed({ readPaths = [] }: AdmissionRules, url: URL): boolean {
  const listed = readPaths.filter(({ origin }) => origin === url.origin);
  return listed.length === 0 || listed.some(({ path }) => path.test(url.pathname));
}

/** Whether a request changes nothing, and so may be sent again. */
export function onlyReads(rules: AdmissionRules, method: string, url: URL): boolean {
  if (readMethods.includes(method)) return true;
  return method === 'POST' && rules.queries.some(({ origin, path }) => origin === url.origin && path === url.pathname);
}

/** An address as it may be shown. */
export function withoutUserinfo(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

function originReason({ origins }: AdmissionRules, asker: Asker, owners: readonly AllowedOrigin[]): string {
  const reachable = origins.filter(({ environment }) => asker.environments?.includes(environment) ?? true);
  const named = [...new Set(reachable.map(({ origin }) => origin))].join(', ') || 'none';
  return owners.length === 0
    ? `the profile does not name this origin (it names ${named})`
    : `this origin belongs to ${[...new Set(owners.map(({ environment }) => environment))].join(', ')}, and only ${asker.environments?.join(', ') || 'none'} may be reached (${named})`;
}
