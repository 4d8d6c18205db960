import { registerSecret } from '../../redaction/redact.ts';
import type { KeyRule } from '../schema.ts';

const publicPrefix = /^(NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC)_/i;
const publicKey = /(^|_)(PUBLIC|PUBLISHABLE)_KEY$/i;
const secretWord =
  /(^|_)(SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASSPHRASE|PRIVATE|CREDENTIALS?|KEYS?|API_?KEYS?|DSN|SALT)(_|$)|_(PASS|PWD)$/i;
const connectionString =
  /(^|_)(DATABASE|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|AMQP|REDIS|KV|SMTP|NATS|MQTT|CLOUDINARY|LDAP)_(URL|URI)$/i;
const shortestPassword = 8;

/** Whether a key's values are never shown: its rule says so, or its name does and nothing makes it public. */
export function isSecretKey(key: string, rule: KeyRule = {}): boolean {
  if (rule.type !== undefined) return rule.type === 'secret' || rule.type === 'connection-string';
  if (publicPrefix.test(key) || publicKey.test(key)) return false;
  return secretWord.test(key) || connectionString.test(key);
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
