import { createHmac, timingSafeEqual } from 'node:crypto';
import { registerSecret } from '../../redaction/redact.ts';
import { canonicalJson } from './canonical-json.ts';

/** Names the key in messages. */
const keyVariable = 'AIRLOCK_VERDICT_KEY';

/** A file of a run that may carry a signature over everything else in it. */
export interface Sealable {
  signature?: string | undefined;
}

/** The key that verdicts and shards are signed with; undefined if none is set. It is registered as a secret. */
export function verdictKey(variables: NodeJS.ProcessEnv = process.env): string | undefined {
  const key = variables[keyVariable];
  if (!key) return undefined;

  registerSecret(keyVariable, key);
  return key;
}

/** The value with its signature; unchanged without a key. */
export function sealed<Value extends object>(value: Value, key: string | undefined): Value & Sealable {
  return key === undefined ? value : { ...value, signature: signatureOf(value, key) };
}

/** Why a value cannot be trusted: its signature is missing, wrong, or cannot be checked. Undefined if it can. */
export function sealProblem(value: Sealable, key: string | undefined): string | undefined {
  const { signature, ...rest } = value;
  if (key === undefined)
    return signature === undefined ? undefined : `it is signed, and ${keyVariable} is not set, so nothing can check it`;
  if (signature === undefined) return `it is not signed, and ${keyVariable} is set`;

  const isSame = equalTexts(signature, signatureOf(rest, key));
  return isSame ? undefined : `its signature does not match: it was changed, or signed with another ${keyVariable}`;
}

/** HMAC-SHA-256 (RFC 2104) over the canonical JSON. */
function signatureOf(value: object, key: string): string {
  // As it is read back: what JSON drops is not signed either.
  const whole: unknown = JSON.parse(JSON.stringify(value));
  return `hmac-sha256:${createHmac('sha256', key).update(canonicalJson(whole)).digest('hex')}`;
}

function equalTexts(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
