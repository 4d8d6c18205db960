import { type Profile, placedCredentials, type TableValue } from '../../../profile/index.ts';

/** Names that are as often those of something public: a CACHE_KEY, a SESSION, a WEBHOOK. */
const doubtfulName = /(^|_)(KEYS?|AUTH|SESSION|COOKIE|WEBHOOKS?|HOOK|SALT)$/i;
const certainName = /SECRET|TOKEN|PASS|PWD|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_?KEY|SIGNING|ENCRYPTION/i;

const plainForms: readonly RegExp[] = [
  /^(?:true|false|on|off|yes|no|none|enabled|disabled)$/i,
  /^[+-]?\d[\d.,:_-]*(?:ms|s|m|h|d|kb|mb)?$/i,
  // Only a place: what stands behind the host of a webhook is its secret.
  /^https?:\/\/[^\s/@?#]+\/?$/i,
  /^\/(?!.*[^\w./-])[\w./-]*$/,
];
const words = /^[a-z]{1,15}(?:[-_:.][a-z0-9]{1,12})*$/i;

/** Whether a value is plainly no secret, whatever its key is called: a guess from a name alone fails nothing. */
export function isPlainValue(key: string, value: string): boolean {
  const text = value.trim();
  if (plainForms.some((form) => form.test(text))) return true;
  return doubtfulName.test(key) && !certainName.test(key) && words.test(text);
}

/** The rows whose values are secrets: the config says so, or name and value together do. */
export function secretRows(profile: Profile): TableValue[] {
  const credentials = new Set(placedCredentials(profile).map(({ setting }) => setting.name));
  return profile.table.values.filter(({ key, rule, secret, setting }) => {
    if (!secret) return false;
    return rule.type !== undefined || credentials.has(key) || !setting.isSet || !isPlainValue(key, setting.value);
  });
}
