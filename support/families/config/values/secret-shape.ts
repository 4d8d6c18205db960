import { isLoopback } from '../hosts.ts';

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
  { provider: 'a Vercel token', form: /^vercel_blob_rw_[A-Za-z0-9]{10,}_[A-Za-z0-9]{20,}|^vc[a-z]_[A-Za-z0-9]{30,}/ },
  { provider: 'a Cloudflare token', form: /^cf(?:ut|at|k)_[A-Za-z0-9]{40,}/ },
  { provider: 'a PlanetScale credential', form: /^pscale_(?:tkn|pw|oauth)_[\w.-]{32,}/ },
  { provider: 'a Databricks token', form: /^dapi[a-f0-9]{32}/ },
  { provider: 'a New Relic key', form: /^NRAK-[A-Z0-9]{27}/ },
  { provider: 'a Postman key', form: /^PMAK-[a-f0-9]{24}-[a-f0-9]{34}/ },
  { provider: 'a HubSpot token', form: /^pat-(?:na|eu|ap)\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/ },
  { provider: 'a Tailscale key', form: /^tskey-(?:auth|api|client|webhook)-[A-Za-z0-9]+-[A-Za-z0-9]{16,}/ },
  { provider: 'a Fly token', form: /^(?:FlyV1 )?fm[12][ar]?_\S{16,}|^fo1_[\w-]{20,}/ },
  {
    provider: 'a Groq, xAI or Perplexity key',
    form: /^(?:gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{60,}|pplx-[A-Za-z0-9]{40,})/,
  },
  { provider: 'a Replicate token', form: /^r8_[A-Za-z0-9]{36,}/ },
  { provider: 'a PostHog personal key', form: /^phx_[A-Za-z0-9]{32,}/ },
  { provider: 'a Square secret', form: /^sq0csp-[\w-]{40,}|^EAAA[A-Za-z0-9_-]{56,}$/ },
  { provider: 'a Braintree token', form: /^access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}/ },
  { provider: 'a Google token', form: /^ya29\.[\w-]{20,}|^1\/\/0[\w-]{30,}/ },
  { provider: 'a Mailgun key', form: /^key-[a-f0-9]{32}$/ },
  { provider: 'a Twilio key', form: /^SK[a-f0-9]{32}$/ },
  { provider: 'a PyPI or RubyGems token', form: /^pypi-AgE[\w-]{50,}|^rubygems_[a-f0-9]{48}/ },
  { provider: 'a Terraform token', form: /^[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}/ },
  { provider: 'a Vault token', form: /^hv[sbr]\.[\w-]{24,}/ },
  { provider: 'an Atlassian token', form: /^ATATT3[\w=-]{60,}/ },
  { provider: 'an Airtable token', form: /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/ },
  { provider: 'a Duffel token', form: /^duffel_(?:test|live)_[\w-]{30,}/ },
  { provider: 'a Clerk or WorkOS key', form: /^ak_[A-Za-z0-9]{32,}/ },
  { provider: 'a Grafana token', form: /^gl(?:c|sa)_[A-Za-z0-9+/=_]{32,}/ },
  { provider: 'a webhook of Teams', form: /^https:\/\/[\w-]+\.webhook\.office\.com\/webhookb2\/\S{20,}/ },
  { provider: 'an age key', form: /^AGE-SECRET-KEY-1[A-Z0-9]{50,}/ },
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
const testMode = /^[srp]k_test_|^pdl_sdbx_|^duffel_test_|^access_token\$sandbox/;
/** Forms that nothing else has, whatever comes after their beginning. */
const exact =
  /^[sr]k_live_|-----BEGIN [A-Z ]*PRIVATE KEY-----|^(?:shp(?:at|ca|pa|ss)|do[opr]_v1|pdl_live_apikey|pscale_(?:tkn|pw)|dapi|NRAK-|PMAK-|pat-(?:na|eu|ap)\d|gsk|r8|rubygems|AGE-SECRET-KEY)|^https:\/\/(?:hooks\.slack|(?:\w+\.)?discord|[\w-]+\.webhook\.office)/;

/**
 * Whether a value has the form of a provider's own secret for real use, which is not a guess: beginnings that words could have
 * too (`sk-…`, `re_…`) count only before figures and letters of both cases. A password of figures and letters before the name
 * of a host is one too. A token of JSON may be public, and the id of an AWS key opens nothing: they are not certain.
 */
export function isCertainSecret(value: string): boolean {
  if (testMode.test(value) || publishable.test(value) || /^(?:eyJ|AKIA|ASIA)/.test(value)) return false;
  if (!prefixes.some(({ form }) => form.test(value))) return opensAHost(value);
  const tail = value.slice(value.lastIndexOf('|') + 1);
  return exact.test(value) || (/\d/.test(tail) && /[a-z]/.test(tail) && /[A-Z]/.test(tail));
}

/** An address of a host that other machines can reach, with a password that has a digit and a letter. */
function opensAHost(value: string): boolean {
  const { password = '', hostname = '' } = URL.parse(value) ?? {};
  const isElsewhere = hostname.includes('.') && !isLoopback(hostname);
  return (
    isElsewhere && password.length >= 8 && /\d/.test(password) && /[a-z]/i.test(password) && !/[${}<>]/.test(password)
  );
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
    const { password, searchParams } = new URL(value);
    // Not a secret shape itself, but what stands between `:` and `@` is one.
    if (password.length >= 8 && !/^\$(?:\{|%7B)/i.test(password)) return 'it holds a password before the host';
    const opens = [...searchParams].find(([name, text]) => openingParameter.test(name) && isDrawn(text));
    return opens === undefined ? undefined : `it holds a secret in its parameter \`${opens[0]}\``;
  }
  if (publicName.test(key) || !byRandomness) return undefined;
  return looksRandom(value) ? 'it looks random' : undefined;
}

/** A signature of a shared address, or a token of a webhook. */
const openingParameter = /^(?:sig|signature|token|access_token|api_?key|secret|password|code|x-amz-signature)$/i;

/** Drawn at random, as no word and no reference is. */
function isDrawn(text: string): boolean {
  return text.length >= 20 && /\d/.test(text) && /[A-Za-z]/.test(text) && !/^\$\{|[<>{}\s]/.test(text);
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
