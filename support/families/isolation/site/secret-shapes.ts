/** Forms of secrets that have no business in a browser, as their providers document them. */
const shapes: readonly { what: string; form: RegExp }[] = [
  { what: 'a GitHub token', form: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g },
  { what: 'a token of GitLab', form: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: 'a secret key of Stripe', form: /\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,})/g },
  // Behind the kind of key (`proj`, `svcacct`, `ant-api03`, `or-v1`) hyphens are characters like others.
  {
    what: 'a key of OpenAI, Anthropic or OpenRouter',
    form: /\bsk-(?:[A-Za-z0-9_]{20,}|(?:proj|svcacct|admin|ant-[a-z]+\d+|ant|or-v\d)-[A-Za-z0-9_-]{20,})/g,
  },
  { what: 'an access key of AWS', form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  {
    what: 'a token of Slack',
    form: /\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/g,
  },
  { what: 'a client secret of Google', form: /\bGOCSPX-[A-Za-z0-9_-]{16,}/g },
  { what: 'a key of SendGrid', form: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g },
  { what: 'a key of Resend', form: /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}/g },
  { what: 'a token of npm', form: /\bnpm_[A-Za-z0-9]{30,}/g },
  { what: 'a deploy key of Convex', form: /\b(?:prod|dev|preview|project):[a-z0-9:-]+\|[A-Za-z0-9+/=_-]{8,}/g },
  { what: 'a private key', form: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g },
  {
    // Redis has passwords without a user; a driver may stand behind the scheme (`postgresql+asyncpg`).
    what: 'a connection string with a password',
    form: /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?)(?:\+[a-z0-9]+)?:\/\/[^\s:/@"'`]*:[^\s@"'`$]{4,}@[^\s"'`]+/g,
  },
];
const token = /\beyJ[A-Za-z0-9_-]{10,}\.(eyJ[A-Za-z0-9_-]{10,})\.[A-Za-z0-9_-]{10,}/g;

/** Secret-shaped texts, named by their form. A JSON Web Token counts where it says of itself that it is not a visitor's. */
export function secretShapes(text: string): { what: string; value: string }[] {
  const found = shapes.flatMap(({ what, form }) => [...text.matchAll(form)].map(([value]) => ({ what, value })));
  for (const [value, payload = ''] of text.matchAll(token)) {
    const role = /"role"\s*:\s*"([^"]+)"/.exec(Buffer.from(payload, 'base64url').toString('utf8'))?.[1];
    // Keys that providers publish (`"role":"anon"`) are made to stand in browsers.
    if (role !== undefined && /service|admin|supabase_admin|owner/.test(role))
      found.push({ what: `a JSON Web Token of the role ${role}`, value });
  }
  return found;
}
