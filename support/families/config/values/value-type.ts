import type { KeyRule, ValueType } from '../../../profile/index.ts';
import { valueForms } from './value-forms.ts';

export interface KnownType {
  type: ValueType;
  /** The config says nothing; the key's name does. */
  inferred: boolean;
}

const byName: readonly [RegExp, ValueType][] = [
  [/^CONVEX_DEPLOYMENT$/, 'convex-deployment'],
  [/(^|_)ALLOWED_ORIGINS$/, 'origins'],
  [/(^|_)(DATABASE|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|AMQP|REDIS)_(URL|URI)$/, 'connection-string'],
  [/(^|_)(KV|SMTP|NATS|MQTT|CLOUDINARY|LDAP)_(URL|URI)$/, 'connection-string'],
  // A proxy is asked without encryption: what goes through it is encrypted.
  [/(^|_)PROXY_URL$/, 'text'],
  [/(^|_)(URL|ENDPOINT)$/, 'url'],
  [/(^|_)ORIGIN$/, 'origin'],
  [/(^|_)PORT$/, 'port'],
  [/(^|_)E_?MAIL$/, 'email'],
  [/_JSON$/, 'json'],
  [/_(MS|SECONDS|MINUTES|HOURS|DAYS|BYTES|COUNT)$/, 'integer'],
  [/_(TTL|TIMEOUT|INTERVAL|DURATION)$/, 'duration'],
  [/^(ENABLE|DISABLE|IS|USE)_|_(ENABLED|DISABLED)$/, 'boolean'],
];

/** Most names say nothing: one expression tells so faster than each of them. */
const anyName = new RegExp(byName.map(([form]) => `(?:${form.source})`).join('|'));

/** The type of a key's values: declared in the config, else inferred from its name, else text. */
export function typeOf(key: string, rule: KeyRule): KnownType {
  if (rule.type !== undefined) return { type: rule.type, inferred: false };
  const inferred = anyName.test(key) ? byName.find(([form]) => form.test(key)) : undefined;
  return inferred ? { type: inferred[1], inferred: true } : { type: 'text', inferred: true };
}

/** @returns what was expected, where the value does not have its type's form; undefined where it has */
export function mismatchOf(value: string, type: ValueType): string | undefined {
  const { expected, fits } = valueForms[type];
  // A character without a shape (a zero-width space) is copied along, and addresses are parsed as if it were not there.
  const unseen = type === 'text' || type === 'json' ? undefined : /\p{Cf}/u.exec(value)?.[0].codePointAt(0);
  if (unseen !== undefined)
    return `${expected}, and in it no character that cannot be seen (U+${unseen.toString(16).toUpperCase().padStart(4, '0')})`;
  return fits(value) ? undefined : expected;
}
