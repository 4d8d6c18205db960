import { registerSecret } from '../../redaction/redact.ts';
import type { KeyRule } from '../schema.ts';

const publicPrefix = /^(NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|GATSBY)_/i;
const publicKey = /(^|_)(PUBLIC|PUBLISHABLE|ANON)_KEY$/i;
/** Words that make a name one of a secret, wherever they stand in it. */
const secretWord =
  /(^|_)(SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASSPHRASE|PRIVATE|CREDENTIALS?|KEYS?|API_?KEYS?|DSN|SALT|SERVICE_ROLE)(_|$)/i;
/** Words that do so at the end of a name only: a COOKIE is one, a COOKIE_DOMAIN is none. */
const lastWord =
  /(^|_)(PASS|PWD|PAT|JWT|AUTH|SIGNING|ENCRYPTION|HMAC|COOKIE|SESSION|WEBHOOKS?|SLACK_HOOK|HOOK|WEBHOOK_UR[LI]|HOOK_UR[LI]|CONNECTION_STRING|CONN_STRING)$/i;
const connectionString =
  /(^|_)(DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|AMQP|REDIS|KV|SMTP|NATS|MQTT|CLOUDINARY|LDAP)_(URL|URI)$/i;
const shortestPassword = 8;

/** Whether a key's values are never shown: its rule says so, or its name does and nothing makes it public. */
export function isSecretKey(key: string, rule: KeyRule = {}): boolean {
  if (rule.type !== undefined) return rule.type === 'secret' || rule.type === 'connection-string';
  const name = inWords(key);
  if (publicPrefix.test(name) || publicKey.test(name)) return false;
  return secretWord.test(name) || lastWord.test(name) || connectionString.test(name);
}

/** `clerkSecretKey` is read as `clerk_Secret_Key`. */
function inWords(key: string): string {
  return key.replaceAll(/([a-z0-9])(?=[A-Z])/g, '$1_');
}
/** Registers what is secret in a value, as soon as it is read: all of it, or the password inside an address. */
export function registerValue(key: string, value: string, secret: boolean): void {
  if (secret) registerSecret(key, value);
  const password = passwordIn(value);
  if (password !== undefined) for (const spelling of [password, decoded(password)]) registerSecret(key, spelling);
}

/** The password of `scheme://user:password@host`; undefined where it is a word that stands in ordinary text, as `postgres`. */
function passwordIn(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { username, password } = new URL(value);
  return password.length >= shortestPassword && password !== username ? password : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
