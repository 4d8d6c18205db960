/**
 * What a secret looks like, whoever's it is: for text from outside, which may quote secrets that only the other side knows.
 * Nothing here is proof; what is taken for a secret by mistake costs a reader a few characters of a quotation.
 */
interface Shape {
  name: string;
  pattern: RegExp;
  /** What is left of it, with `[redacted NAME]` in place of the secret. Left out: nothing is. */
  keep?: (match: string, ...groups: string[]) => string;
}

const mark = (name: string) => `[redacted ${name}]`;

/** Beginnings that providers document for their keys, so that scanners find them. */
const prefixes = [
  'gh[pousr]_',
  'github_pat_',
  'glpat-',
  'sk_live_',
  'sk_test_',
  'rk_live_',
  'rk_test_',
  'whsec_',
  'sk-ant-',
  'sk-proj-',
  'xox[abeprs]-',
  'xapp-',
  'npm_',
  'pypi-',
  'dckr_pat_',
  'hf_',
  'shpat_',
  'dop_v1_',
  'SG\\.',
  'AKIA',
  'ASIA',
  'AIza',
  'ya29\\.',
  'phx_',
  're_',
  'key-',
  'sntrys_',
  'lin_api_',
  'figd_',
  'vercel_',
  'upstash_',
  'eyJrIjoi',
];

/** Names whose value is secret, in JSON, in headers, in variables and in addresses; each part may follow a dash or an underscore. */
const secretNames =
  'password passwd passphrase pass pwd secret token api-key access-key private-key signing-key encryption-key service-role authorization auth jwt hmac cookie session sessionid session-id credential credentials dsn salt signature sig pat'.split(
    ' ',
  );
const snakeNames = secretNames.map((name) => name.replaceAll('-', '[-_]?')).join('|');
const camelNames = secretNames
  .map((name) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()))
  .join('|');
const assigned = `["']?\\s{0,4}(?:=>|[:=])\\s{0,4}["']?)(?!\\[redacted)([^\\s"',;&<>(){}\\[\\]]{6,})`;
const keepName = (match: string, before = '', value = '') => (isWord(value) ? match : `${before}${mark('value')}`);

const shapes: readonly Shape[] = [
  {
    name: 'private key',
    pattern: /-----BEGIN [A-Z0-9 ]*(?:KEY|CERTIFICATE)-----[\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g,
  },
  {
    name: 'user and password',
    pattern: /\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/?#@"'<>]{0,256}:[^\s/?#"'<>]{0,256}@/gi,
    keep: (_, scheme = '') => `${scheme}${mark('user and password')}@`,
  },
  { name: 'JWT', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g },
  { name: 'webhook', pattern: /\bhttps:\/\/hooks\.slack\.com\/[^\s"'<>]+/g },
  { name: 'key', pattern: new RegExp(`(?<![\\w-])(?:${prefixes.join('|')})[\\w.-]{12,}`, 'g') },
  {
    name: 'deploy key',
    pattern: /\b((?:prod|dev|preview|project):[\w:-]+)\|[\w+/=-]{16,}/g,
    keep: (_, deployment = '') => `${deployment}|${mark('deploy key')}`,
  },
  {
    name: 'credentials',
    pattern: /\b(Bearer|Basic|Token|Convex)(\s+)[\w.~+/|=:-]{12,}/g,
    keep: (_, scheme = '', space = '') => `${scheme}${space}${mark('credentials')}`,
  },
  { name: 'value', pattern: new RegExp(`((?<![a-z])(?:${snakeNames})${assigned}`, 'gi'), keep: keepName },
  { name: 'value', pattern: new RegExp(`((?<=[a-z0-9])(?:${camelNames})${assigned}`, 'g'), keep: keepName },
  {
    name: 'token',
    pattern: /(?<![\w+/=.-])[\w+=-]{24,}(?![\w+/=-])/g,
    keep: (match) => (isRandom(match) ? mark('token') : match),
  },
];

/**
 * Text from outside without what looks like a secret: keys in PEM, passwords in addresses, tokens with a known beginning, JWTs,
 * values of names that mean secret, and long random words. A word of more than 65,536 characters is cut off there.
 */
export function withoutSecretShapes(text: string): string {
  return shapes.reduce(
    (clean, { name, pattern, keep }) => clean.replace(pattern, keep ?? (() => mark(name))),
    withoutEndlessWords(text),
  );
}

/** A pattern that takes a word of megabytes overflows the stack of V8's regular expressions, and nobody reads such a word. */
const longestWord = 65_536;

function withoutEndlessWords(text: string): string {
  if (text.length <= longestWord) return text;

  const cut = (word: string) => (word.length > longestWord ? `${word.slice(0, longestWord)}…` : word);
  return text.split(/(\s+)/).map(cut).join('');
}

/** A plain word says what kind of value it is (`token: required`), and is none. */
function isWord(value: string): boolean {
  return /^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)[.!?:]?$/.test(value) || /^(?:true|false|null|undefined|\d{1,5})$/.test(value);
}

/** Bits per character above which a word of three kinds of characters is taken for random. English words have about 3. */
const randomBits = 3.6;

/** Small letters, capitals and digits mixed, and hardly a character twice. Hashes, UUIDs and document ids have no capitals, and stay. */
function isRandom(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(word)).length;
  if (kinds < 3) return false;

  const counts = Map.groupBy(word, (character) => character);
  const bits = [...counts.values()].reduce((sum, { length }) => {
    const share = length / word.length;
    return sum - share * Math.log2(share);
  }, 0);
  return bits > randomBits && !hasWords(word);
}

/** camelCase names are made of words: long runs of small letters. */
function hasWords(word: string): boolean {
  const inWords = word.match(/[A-Z]?[a-z]{3,}/g)?.join('').length ?? 0;
  return inWords > word.length * 0.6;
}
