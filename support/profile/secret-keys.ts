import type { KeyRule } from './schema.ts';

const publicPrefix = /^(NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC)_/;
const secretWord = /(^|_)(SECRET|SECRETS|TOKEN|PASSWORD|PASSWD|PRIVATE|CREDENTIALS?|KEY|DSN)(_|$)/;

/** Whether a key's values are never shown: its rule says so, or its name does and nothing makes it public. */
export function isSecretKey(key: string, rule: KeyRule): boolean {
  if (rule.type !== undefined) return rule.type === 'secret' || rule.type === 'connection-string';
  return !publicPrefix.test(key) && secretWord.test(key);
}
