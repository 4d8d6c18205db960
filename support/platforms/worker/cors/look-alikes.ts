import { fits } from './listed-origins.ts';

/** An origin that a careless comparison lets in, and how it is told in a finding. */
export type Alike = [origin: string, who: string];

/** Origins that careless comparisons (prefix, suffix, pattern, case) take for the real one. */
export function lookAlikes(origin: string): Alike[] {
  const { protocol, hostname, port } = new URL(origin);
  const shownPort = port === '' ? '' : `:${port}`;
  const otherScheme = protocol === 'https:' ? 'http:' : 'https:';
  const otherPort = port === '' ? ':8443' : `:${Number(port) === 65_535 ? 65_534 : Number(port) + 1}`;
  return [
    [`${origin}.evil.test`, 'a look-alike that begins as an allowed origin does'],
    [`${protocol}//evil${hostname}${shownPort}`, 'a look-alike that ends as an allowed origin does'],
    ...(isName(hostname)
      ? [
          [
            `${protocol}//airlock-stranger.${hostname}${shownPort}`,
            'a look-alike under an allowed host',
          ] satisfies Alike,
        ]
      : []),
    [`${otherScheme}//${hostname}${shownPort}`, 'a look-alike with another scheme'],
    [`${protocol}//${hostname}${otherPort}`, 'a look-alike with another port'],
    [`${protocol}//${hostname.toUpperCase()}${shownPort}`, 'a look-alike in upper case'],
    [`${protocol}//${hostname}.${shownPort}`, 'a look-alike with a trailing dot'],
    ...dotless(hostname).map(
      (each): Alike => [
        `${protocol}//${each}${shownPort}`,
        'a look-alike that fits where a dot is taken for any character',
      ],
    ),
    ...cutShort(origin, hostname, port).map(
      (each): Alike => [each, 'a look-alike that is the beginning of an allowed origin'],
    ),
    ...siblings(hostname).map(
      (each): Alike => [`${protocol}//${each}${shownPort}`, 'a look-alike of the same domain as an allowed origin'],
    ),
    ...neighbours(hostname).map(
      (each): Alike => [`${protocol}//${each}${shownPort}`, 'another tenant of the same host'],
    ),
  ];
}

/** A host with a name, and not an address of numbers. */
function isName(hostname: string): boolean {
  return !/^[\d.]+$|^\[/.test(hostname);
}

/** The origin without its last character: a list that is searched as one text contains it. */
function cutShort(origin: string, hostname: string, port: string): string[] {
  if (port.length > 1) return [origin.slice(0, -1)];
  return isName(hostname) && port === '' ? [origin.slice(0, -1)] : [];
}

/** The domain above a host, and a host beside it whose name begins alike: `app-stranger.acme.com`. */
function siblings(hostname: string): string[] {
  const [first = '', ...domain] = hostname.split('.');
  if (!isName(hostname) || domain.length < 2) return [];
  const parent = domain.join('.');
  return [`${first}-stranger.${parent}`, ...(sharedSuffixes.includes(parent) ? [] : [parent])];
}

/** A host with one dot taken for another character, once for every dot. */
function dotless(hostname: string): string[] {
  if (!isName(hostname)) return [];
  const dots = [...hostname.matchAll(/\./g)].map(({ index }) => index);
  return dots.map((index) => `${hostname.slice(0, index)}x${hostname.slice(index + 1)}`);
}

/** Suffixes under which anybody may publish a site. */
const sharedSuffixes = [
  'pages.dev',
  'workers.dev',
  'vercel.app',
  'netlify.app',
  'github.io',
  'web.app',
  'firebaseapp.com',
  'onrender.com',
  'fly.dev',
  'convex.site',
  'convex.app',
  'herokuapp.com',
  'ngrok-free.app',
  'trycloudflare.com',
];

/** Another tenant's host beside this one. */
function neighbours(hostname: string): string[] {
  const suffix = sharedSuffixes.find((each) => hostname.endsWith(`.${each}`));
  return suffix === undefined ? [] : [`airlock-stranger.${suffix}`];
}

const developer = 'a page of any developer’s machine';
const tenant = 'a page of anybody’s account at a host';

/** Origins that a production Worker has no reason to let in unless its list names them, whatever the list holds. */
export const commonStrangers: readonly Alike[] = [
  ...['', ':3000', ':4200', ':4321', ':5173', ':8080', ':8788', ':58372'].map(
    (port): Alike => [`http://localhost${port}`, developer],
  ),
  ['https://localhost:3000', developer],
  ['http://127.0.0.1:3000', developer],
  ['http://127.0.0.1:58372', developer],
  ['http://[::1]:58372', developer],
  ['capacitor://localhost', 'a page of anybody’s app on a phone'],
  ...['192.168.178.77:3000', '10.0.0.77:3000', '172.16.0.77:3000', 'airlock-stranger.local:3000'].map(
    (host): Alike => [`http://${host}`, 'a page of a machine in a private network'],
  ),
  ...[
    'pages.dev',
    'workers.dev',
    'vercel.app',
    'netlify.app',
    'github.io',
    'convex.site',
    'herokuapp.com',
    'ngrok-free.app',
    'trycloudflare.com',
  ].map((suffix): Alike => [`https://airlock-stranger.${suffix}`, tenant]),
  ['chrome-extension://airlockstrangerairlockstrangerab', 'a browser extension'],
];

/** The most strangers that are tried of one server: each is asked on every route. */
const mostTried = 150;

/**
 * The origins that are tried of a server and must be kept out: look-alikes of those that it lets in, and the common strangers.
 * @param patterns entries of its list with a star: what fits one is let in
 * @returns at most 150, and how many more look-alikes there are
 */
export function strangersTo(
  allowed: readonly string[],
  patterns: readonly string[],
  kind: 'development' | 'staging' | 'production',
): { tried: Alike[]; untried: number } {
  const isForeign = ([origin]: Alike) => !patterns.some((pattern) => fits(origin, pattern));
  const anywhere = (kind === 'development' ? [] : commonStrangers).filter(isForeign);
  const alike = allowed.flatMap(lookAlikes).filter(isForeign);
  const most = mostTried - anywhere.length;
  return { tried: [...bounded(alike, most), ...anywhere], untried: Math.max(0, alike.length - most) };
}

/** A bounded number of look-alikes, spread evenly over the listed origins and over the kinds. */
function bounded<Each>(alike: readonly Each[], most: number): Each[] {
  if (alike.length <= most) return [...alike];
  return Array.from({ length: most }, (_, index) => alike[Math.floor((index * alike.length) / most)] as Each);
}
