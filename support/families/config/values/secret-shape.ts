/** Beginnings that providers give their secret tokens, each as its provider documents it. */
const prefixes: readonly { provider: string; form: RegExp }[] = [
  { provider: 'a GitHub token', form: /^(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/ },
  { provider: 'a Stripe key', form: /^[sr]k_(live|test)_[A-Za-z0-9]{10,}|^whsec_[A-Za-z0-9+/=]{10,}/ },
  { provider: 'an OpenAI or Anthropic key', form: /^sk-[A-Za-z0-9_-]{16,}/ },
  { provider: 'an AWS key', form: /^(AKIA|ASIA)[A-Z0-9]{16}$/ },
  { provider: 'a Slack token', form: /^xox[abeprs]-[A-Za-z0-9-]{10,}/ },
  { provider: 'a Google key', form: /^(AIza[A-Za-z0-9_-]{30,}|GOCSPX-[A-Za-z0-9_-]{16,})/ },
  { provider: 'a Resend key', form: /^re_[A-Za-z0-9]+_[A-Za-z0-9]{10,}/ },
  { provider: 'a SendGrid key', form: /^SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/ },
  { provider: 'an npm token', form: /^npm_[A-Za-z0-9]{30,}/ },
  { provider: 'a Linear or Notion token', form: /^(lin_api_|secret_|ntn_)[A-Za-z0-9]{30,}/ },
  { provider: 'a Convex deploy key', form: /^(?:(?:prod|dev|preview|project):)?[a-z0-9:-]+\|\S{8,}/ },
  { provider: 'a GitLab token', form: /^gl(?:pat|dt|rt|ptt|soat)-[A-Za-z0-9_-]{20,}/ },
  { provider: 'a Shopify token', form: /^shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/ },
  { provider: 'a DigitalOcean token', form: /^do[opr]_v1_[a-f0-9]{64}/ },
  { provider: 'a Supabase secret key', form: /^sb_secret_[A-Za-z0-9_-]{20,}/ },
  { provider: 'a Hugging Face token', form: /^hf_[A-Za-z0-9]{30,}/ },
  { provider: 'a Doppler token', form: /^dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{30,}/ },
  { provider: 'a Sentry token', form: /^sntry[su]_[A-Za-z0-9+/=_-]{30,}/ },
  { provider: 'a Paddle key', form: /^pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_/ },
  {
    provider: 'a webhook of Slack',
    form: /^https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,}/,
  },
  {
    provider: 'a webhook of Discord',
    form: /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/,
  },
  { provider: 'a private key', form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { provider: 'a JSON Web Token', form: /^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}$/ },
];
/** Keys of the mode in which nothing is real: a leak of one costs nothing but noise. */
const testMode = /^[srp]k_test_|^pdl_sdbx_/;
/** Forms that nothing else has, whatever comes after their beginning. */
const exact =
  /^[sr]k_live_|-----BEGIN [A-Z ]*PRIVATE KEY-----|^(?:shp(?:at|ca|pa|ss)|do[opr]_v1|pdl_live_apikey)_|^https:\/\/(?:hooks\.slack|(?:\w+\.)?discord)/;

/**
 * Whether a value has the form of a provider's own secret for real use, which is no guess: beginnings that words could have
 * too (`sk-…`, `re_…`) count only before figures and letters of both cases. A token of JSON may be public, and the id of
 * an AWS key opens nothing: they are not certain.
 */
export function isCertainSecret(value: string): boolean {
  if (testMode.test(value) || publishable.test(value) || /^(?:eyJ|AKIA|ASIA)/.test(value)) return false;
  if (!prefixes.some(({ form }) => form.test(value))) return false;
  const tail = value.slice(value.lastIndexOf('|') + 1);
  return exact.test(value) || (/\d/.test(tail) && /[a-z]/.test(tail) && /[A-Z]/.test(tail));
}

/** Keys that providers publish: made to stand in browsers. */
const publishable = /^(pk_(live|test)_|sb_publishable_|pk\.eyJ|phc_|G-[A-Z0-9]+$|GTM-|UA-\d)/;
const publicName = /^(NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC)_|(^|_)(PUBLIC|PUBLISHABLE)_KEY$/i;

/**
 * Why a value looks like a secret by its own form; undefined where it does not.
 * @param byRandomness also what only looks random, as no value of a declared type has to
 */
export function secretShapeOf(key: string, value: string, { byRandomness = true } = {}): string | undefined {
  if (publishable.test(value) || isAnonymousToken(value)) return undefined;
  const known = prefixes.find(({ form }) => form.test(value));
  if (known) return `it has the form of ${known.provider}`;
  if (URL.canParse(value)) {
    const { password } = new URL(value);
    // Not a secret shape itself, but what stands between `:` and `@` is one.
    return password.length >= 8 && !/^\$(?:\{|%7B)/i.test(password) ? 'it holds a password before the host' : undefined;
  }
  if (publicName.test(key) || !byRandomness) return undefined;
  return looksRandom(value) ? 'it looks random' : undefined;
}

/** A JSON Web Token for everybody, as Supabase gives to browsers. Source: supabase.com/docs/guides/api/api-keys, `anon`. */
function isAnonymousToken(value: string): boolean {
  const payload = /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+$/.exec(value)?.[1];
  return payload !== undefined && /"role":\s*"anon"/.test(Buffer.from(payload, 'base64url').toString());
}

/** A connection string in which no password stands, or only a reference to one: it says where, and opens nothing. */
export function namesAPlace(value: string): boolean {
  const url = URL.parse(value);
  if (url?.protocol === 'file:') return true;
  if (!url?.hostname) return false;
  const { password, username, searchParams } = url;
  const opens = [...searchParams.keys()].some((name) => /pass|pwd|token|secret|key/i.test(name));
  // An address may hold its secret in place of a user's name, as a DSN does.
  const isUser = username === '' || username.length < 16;
  return !opens && isUser && (password === '' || /^\$(?:\{|%7B)\w+(?:\}|%7D)$/i.test(password));
}

/** Long, in one piece, and of many different characters without the words that a name or a slug is made of. */
function looksRandom(value: string): boolean {
  if (value.length < 24 || !/^[A-Za-z0-9+/=_-]+$/.test(value)) return false;
  // `steady-otter-902`, `acme-incident-reports-eu-production`: words with hyphens.
  if (/^[a-z]+([-_][a-z0-9]+)*$/.test(value) && value.split(/[-_]/).every((part) => part.length < 16)) return false;
  // A UUID names things: accounts, projects, clients.
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return false;
  const isHex = /^[0-9a-f]+$/i.test(value);
  // An account id of Cloudflare and a commit are hexadecimal too; a secret of that alphabet is known by its key.
  if (isHex) return false;
  return bitsPerCharacter(value) >= 3.5 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** Shannon's entropy of the characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
