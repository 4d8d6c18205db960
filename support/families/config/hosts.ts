import type { Setting } from '../../settings/index.ts';

/** A host that means "this machine": not reachable from anywhere else, and never a production address. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127\./.test(hostname) ||
    hostname === '0.0.0.0' ||
    hostname === '[::1]' ||
    /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(hostname) ||
    hostname === '::1'
  );
}

/**
 * What tells one address from another: the host name, and with it the port where the host is this machine, since there
 * only the port tells two environments apart.
 */
export function hostIdentity(url: URL): string {
  // Only web addresses are put into lower case by their parser.
  return (isLoopback(url.hostname) ? url.host : url.hostname).toLowerCase().replace(/\.$/, '');
}

/**
 * Whether two addresses on one host are two places: two ports, two databases, two paths beside each other, two keys of one
 * service. A path below the other's is the same place, with more said of it.
 */
export function arePlacesApart(one: URL, other: URL): boolean {
  if (one.port !== other.port && one.protocol === other.protocol) return one.port !== '' && other.port !== '';
  const [path, second] = [one, other].map(({ pathname }) => pathname.replace(/\/+$/, '')) as [string, string];
  const isWeb = [one, other].every(({ protocol }) => /^(?:https?|wss?):$/.test(protocol));
  if (path === '' || second === '' || path === second) return isWeb && areDifferent(one.username, other.username);
  return !`${path}/`.startsWith(`${second}/`) && !`${second}/`.startsWith(`${path}/`);
}

function areDifferent(one: string, other: string): boolean {
  return one !== '' && other !== '' && one !== other;
}

/** Whether `localForm` may be found at all, without a look at every place in the text. */
const mayBeLocal = /localhost|127\.|0\.0\.0\.0/i;
const localForm = /(?:^|[^a-z0-9.-])(localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0)(?::(\d+))?(?![a-z0-9-])/gi;

/** Every address in a value, also one that is percent-encoded inside another, with credentials, or without a scheme on this machine. */
export function addressesIn(value: string): URL[] {
  const text = decoded(value);
  const found = text === value ? addressTexts(value) : [...addressTexts(value), ...addressTexts(text)];
  // Most values have no address or one, and a table has many values.
  if (found.length === 0) return [];

  const urls = [...new Set(found)].flatMap((address) => URL.parse(address) ?? []);
  return [
    ...new Map(
      urls.filter(({ hostname }) => hostname !== '').map((url) => [`${url.protocol}${url.host}`, url]),
    ).values(),
  ];
}

const known = new WeakMap<Setting, readonly URL[]>();

/** The addresses in the value of a setting, which several checks ask for: it is read once. */
export function addressesOf(setting: Setting): readonly URL[] {
  const found = known.get(setting) ?? addressesIn(setting.value);
  known.set(setting, found);

  return found;
}

/** The addresses as they are written, those on this machine with the scheme that they lack. */
function addressTexts(text: string): string[] {
  const found = [...writtenAddresses(text)];
  if (!mayBeLocal.test(text)) return found;

  for (const [, host, port] of text.matchAll(localForm)) {
    const ending = port === undefined ? '' : `:${port}`;
    found.push(`http://${host}${ending}`);
  }

  return found;
}

const longestScheme = 30;
/** Only its beginning says whose an address is; RFC 9110, section 4.1, asks for no more than 8,000. */
const longestAddress = 8_192;
const addressEnd = /[\s,;"'<>|\\]/g;

/** `scheme://…`, found by its mark: an expression that starts at every letter takes the square of the length. */
function* writtenAddresses(text: string): Generator<string> {
  for (let mark = text.indexOf('://'); mark >= 0; ) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, mark - longestScheme), mark))?.[0];
    addressEnd.lastIndex = mark + 3;
    const end = addressEnd.exec(text)?.index ?? text.length;
    if (scheme !== undefined && end > mark + 3)
      yield text.slice(mark - scheme.length, Math.min(end, mark + longestAddress));
    mark = text.indexOf('://', Math.max(end, mark + 3));
  }
}

/**
 * Percent-encoding taken off, twice over where it was put on twice. What is not an encoding stays as it is, and keeps nothing
 * beside it from being decoded.
 */
export function decoded(value: string): string {
  if (!value.includes('%')) return value;

  let text = value;
  for (let round = 0; round < 2; round += 1) text = text.replace(/(?:%[0-9a-f]{2})+/gi, decodedRun);
  return text;
}

function decodedRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    // Not UTF-8 as a whole: at least what is ASCII is known.
    return run.replace(/%[0-7][0-9a-f]/gi, (one) => decodeURIComponent(one));
  }
}
