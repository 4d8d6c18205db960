/** The nouns for which a template leaves a place. */
export const things =
  'access|account|admin|api|apikey|app|application|audience|backend|bucket|client|clientid|cluster|company|convex|database|db|deploy|deployment|domain|dsn|email|endpoint|frontend|host|hostname|id|instance|issuer|key|name|org|organisation|organization|password|private|product|project|projectid|public|realm|ref|region|saas|secret|server|service|site|startup|store|subdomain|team|tenant|token|upstash|url|user|username|value|webhook|website|worker|workspace';

/** Beginnings of keys, as their providers document them: alone they are a key that was never filled in. */
const providerPrefixes =
  '[spr]k_(?:live|test)|[spr]k|phc|phx|re|gh[pousr]|github_pat|whsec|npm|xox[abeprs]|SG|AKIA|glpat|lin_api|ntn|GOCSPX|AIza|pplx|dop_v1|hf|r8|sb_(?:secret|publishable)|clerk';

/**
 * Keys that everybody can read in documentation. Sources: docs.aws.amazon.com, "Access keys"; jwt.io; docs.stripe.com, "Test keys";
 * supabase.com/docs/guides/self-hosting/docker; convex-backend, crates/local_backend, the default instance secret.
 */
const documentedExamples: readonly RegExp[] = [
  /(?:^AKIA[A-Z0-9]{8,9}|[A-Za-z0-9/+])EXAMPLE(?:KEY)?$/,
  /eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpva/,
  /sk_test_(?:4eC39HqLyjWDarjtT1zdp7dc|BQokikJOvBiI2HlWgH4olfQ2)/,
  /^eyJ[\w-]{10,60}\.eyJ[\w-]{0,40}c3VwYWJhc2UtZGVtb/,
  /^your-super-secret-jwt-token/,
  /^https:\/\/xyzcompany\.supabase\.co/,
  /^4361726e697461732c206c69746572616c6c79206d65616e696e6720226c6974746c65/,
];

/** What a template, a guide or a broken script leaves where a value belongs. Each form is bounded: a value may be long. */
export const placeholderForms: readonly { what: string; form: RegExp }[] = [
  {
    what: 'a word that asks for a value',
    form: /(?<![a-z0-9])(?:(?:change|replace|fill|insert)(?:me|[-_](?:me|this|it|in(?![-_](?!(?:me|this|it|your|the|with|value|here|before|prod)(?![a-z]))[a-z])))|replace[-_](?:with|by|before)|change[-_](?:before|in[-_]production)|generate[-_](?:with|using|your|me)|set[-_]me)(?![a-z])/i,
  },
  {
    what: 'a word that asks for a value',
    form: /(?<![a-z0-9])(insert|paste|enter|put|add)[-_](?:[a-z0-9-_]{0,60}[-_])?here(?![a-z0-9])/i,
  },
  // In a sentence the same words say something: with blanks between them the whole value has to be one.
  {
    what: 'a word that asks for a value',
    form: new RegExp(
      `^(?:please )?(?:(?:change|replace|fill) (?:me|this|it|in)|(?:insert|paste|enter|put|add) (?:\\w{1,20} ){0,4}here|(?:(?:insert|paste|enter|put|add) )?your (?:\\w{1,20} ){0,3}(?:${things})(?: here)?)$`,
      'i',
    ),
  },
  {
    what: 'a word that asks for a value',
    form: new RegExp(`(?<![a-z0-9])(?:${things})[-_ ]here(?![a-z0-9]|[-_](?!please)[a-z])`, 'i'),
  },
  {
    what: 'a word that asks for a value',
    form: new RegExp(`^(?:insert|enter|paste|put|add|replace|set|fill)[-_ ](?:your[-_ ])?(?:${things})$`, 'i'),
  },
  {
    what: 'a note to do it later',
    form: /^(?:tba|n\.a\.|coming soon|none yet|not (?:yet )?(?:set|known|available)|to be (?:done|defined|decided|added|announced))$/i,
  },
  {
    what: 'a note where the value is',
    form: /^(?:(?:see|ask|set|stored|kept|is|lives|get (?:it|this)|from|check|look)(?: it)?(?: up)?(?: in| from| at)?(?: the| our)?) (?:1password|lastpass|bitwarden|vault|key ?vault|keychain|doppler|infisical|dashboard|vercel|netlify|cloudflare|convex|github|gitlab|aws|azure|gcp|slack|notion|wiki|confluence|secrets? manager|password manager)$/i,
  },
  { what: 'a note where the value is', form: /^ask [A-Z][a-z]{1,20}$/ },
  {
    what: 'a note where the value is',
    form: /^(?:same|identical|equal) (?:as|to)(?: in| the)? (?:dev|development|prod|production|staging|stage|test|above|before|local)$/i,
  },
  { what: 'a text in brackets in place of a value', form: /^\([a-z][a-z0-9'/, -]{1,100}\)$/i },
  {
    what: 'a value that was hidden before it was copied',
    form: /^(?:\[?(?:redacted|masked|hidden|encrypted|sensitive)\]?|[•●∙·∗＊]{3,})$/i,
  },
  { what: 'a note to do it later', form: /(?<![A-Za-z0-9])(TODO|FIXME|TBD|TBC)(?![A-Za-z0-9])/ },
  {
    what: 'a note to do it later',
    form: /^(todo|fixme|tbd|tbc|placeholder|dummy|changeit|changeme|n\/a|unset|\(unset\))$/i,
  },
  { what: 'the place of a value in a template', form: /<[a-z][a-z0-9 ._-]{0,80}>/i },
  {
    what: 'the place of a value in a template',
    form: /\{\{[^{}]{0,200}\}\}|%(?=[A-Z0-9_]{0,80}[G-Z_])[A-Z][A-Z0-9_]{1,80}%|<%[^%]{0,200}%>/,
  },
  // In the host of an address, or all of a value: elsewhere a text may be a template that its reader fills in.
  {
    what: 'a reference that nothing filled in',
    form: /^\$[A-Z][A-Z_]{4,60}$|:\/\/[^\s/?#]{0,200}\$(?:\{[A-Za-z_]\w{0,60}\}|[A-Z_][A-Z0-9_]{1,60})/,
  },
  {
    what: 'the place of a value in a template',
    form: /^[#$]?\{[A-Za-z][A-Za-z0-9_ .-]{2,60}\}$|^@@[A-Za-z][A-Za-z0-9_]{1,60}@@$|^\(your [a-z ]{1,60}\)$/i,
  },
  { what: 'the place of a value in a template', form: /^\[[A-Za-z][A-Za-z _-]{2,60}\]$|^__[A-Z][A-Z0-9_]{1,60}__$/ },
  {
    what: 'the place of a value in a template',
    form: new RegExp(`(?<![a-z0-9])your[-_](?:[a-z0-9]{1,30}[-_]){0,6}(${things})(?![a-z0-9])`, 'i'),
  },
  // Written in one word, as hosts and mailboxes have it.
  {
    what: 'the place of a value in a template',
    form: new RegExp(`(?<![a-z0-9])your(?:own)?(?:${things})(?![a-z0-9])`, 'i'),
  },
  {
    what: 'the place of a value in a template',
    form: new RegExp(`(?<![a-z0-9.-])your\\.(?:${things})(?![a-z0-9])`, 'i'),
  },
  {
    what: 'the domain of a template',
    form: /(?<![a-z0-9-])(?:domain|my-?domain|company|my-?company|my-?website|my-?site|some-?domain|website|foo\.bar)(?:\.(?:com|org|net|tld|io|dev|app)|(?<=foo\.bar))(?![a-z0-9.-])/i,
  },
  // One that stands for a name before the host of a service, or in place of all of it.
  {
    what: 'the host of a template',
    form: /:\/\/(?:x{3,}|project[-_](?:ref|id|name))\.(?=[a-z0-9-]{1,63}\.[a-z])/i,
  },
  {
    what: 'the host of a template',
    form: /(?<=^https?:\/\/)(?:hostname|tbd|todo|domain|example|url|changeme|placeholder|website)(?=[:/]|$)/i,
  },
  {
    what: 'the parts of a template',
    form: /:\/\/(?:user|username|db_?user|USER|USERNAME):(?:pass|passwd|password|secret|PASSWORD)@(?!localhost|127\.|\[::1\])/i,
  },
  { what: 'the parts of a template', form: /:\/\/[^\s/@]{1,80}@(?:host|hostname|server)(?=[:/]|$)/i },
  {
    what: 'the address of a template',
    form: /(?<![\w.+-])(?:foo@bar|test@test|email@email|user@domain|name@domain|john\.?doe@(?:gmail|mail|email|acme))\.com(?![a-z0-9.-])/i,
  },
  { what: 'a text of an example', form: /^lorem ipsum|^(?:asdf|qwerty|foobar|foo bar|blah)$/i },
  { what: 'a command that was not run', form: /^\$\([^()]{1,200}\)$|^`[^`]{1,200}`$|^openssl rand /i },
  {
    what: 'a name that code reads, in place of its value',
    form: /^(?:process\.env|import\.meta\.env|secrets|vars|os\.environ)\.[A-Za-z_]\w{0,100}$/,
  },
  {
    what: 'the beginning of a key with nothing behind it',
    form: new RegExp(`^(?:${providerPrefixes})[_-]$|^SG\\.$|^https?://$|^(?:prod|dev|preview):$|^Bearer$`),
  },
  {
    what: 'digits in their order',
    form: /[a-z]{2,20}[-_](?:test_|live_)?(?:1234567890|123456789|none|nil|missing|x{3}|12345678|1234567|123456)$/i,
  },
  {
    what: 'a key of an example',
    form: /^(?:[spr]k|re|whsec|gh[ps]|key|token|api|client|secret)[-_](?:test_|live_)?(?:example|dummy|fake|sample|placeholder)(?![a-z])/i,
  },
  {
    what: 'a row of marks',
    form: /(?<![a-z0-9])x{4,}(?![a-z0-9])|[-_]x{3,}$|^SG\.x{3,}|^\*{3,}$|^\.{3,}$|^…$|^-{2,}$|^\?{2,}$/i,
  },
  { what: 'a pair of quotes with nothing between them', form: /^(""|''|``)$/ },
  { what: 'a value that was cut when it was copied', form: /^(?=\S*[\d_])\S+(?:\.{3}|…)$/ },
  { what: 'the text of a missing value', form: /^(undefined|null|nan|\[object Object\])$/i },
  // RFC 2606, sections 2 and 3.
  { what: 'a host that is reserved for what is invalid', form: /(?<=:\/\/|@)[a-z0-9.-]{1,80}\.invalid(?![a-z0-9.-])/i },
  { what: 'a host that is reserved for examples', form: /(?<![a-z0-9-])example\.(com|net|org)(?![a-z0-9.-])/i },
  {
    what: 'a host of an example',
    form: /(?<=:\/\/|@)(?:[a-z0-9-]{1,63}\.){0,4}example\.(?:io|dev|app|co|ai|de|eu|tech|cloud|co\.uk)(?![a-z0-9.-])/i,
  },
  ...documentedExamples.map((form) => ({ what: "an example of a provider's documentation", form })),
];

/** A word is a password only where a secret is expected. */
export const weakSecret =
  /^(?:(?:my|the|some|a)?[-_ ]?(?:super|very)?[-_ ]?(?:secret|private|api|access)[-_ ]?(?:key|token|password|secret)?|password\d{0,3}|passw0rd|token|test\d{0,4}|testing|key|admin|(?:abc|foo|bar|foobar|asdf)\d{0,6}|12345678|123456789|1234567890|qwerty|letmein|secret\d{1,4}|0{8,}|hunter2|tokens?\d{1,6}|random|insecure|unsafe|foobarbaz|1234|12345|-)$/i;
/** A part of a token that says that it is none. */
export const exampleToken = /(?:^|[-_])(?:example|dummy|fake|placeholder|sample)(?:[-_]|$)/i;
