import { createHmac, timingSafeEqual } from 'node:crypto';
import { configurationError } from '../../profile/index.ts';
import { registerSecret } from '../../redaction/redact.ts';
import { canonicalJson } from './canonical-json.ts';

/** Names the key in messages. */
const keyVariable = 'AIRLOCK_VERDICT_KEY';

/** A file of a run that may carry a signature over everything else in it. */
export interface Sealable {
  signature?: string | undefined;
}

/**
 * The key that verdicts and shards are signed with, without blanks around it; undefined if none is set. It is registered as a secret.
 * A pipeline that lacks the secret sets an empty one: that is not a key, and neither the wish to do without.
 */
export function verdictKey(variables: NodeJS.ProcessEnv = process.env): string | undefined {
  const key = variables[keyVariable]?.trim();
  if (key) registerSecret(keyVariable, key);
  return key;
}

/** The value with its signature; unchanged without a key. @throws ConfigurationError if the key is empty */
export function sealed<Value extends object>(value: Value, key: string | undefined): Value & Sealable {
  if (key === undefined) return value;
  if (key === '')
    throw configurationError(
      keyVariable,
      'it is set, and its value is empty, so nothing can be signed with it.',
      'Set it to 32 random bytes, or leave it out.',
    );
  // As it is read back: what JSON drops is not signed either.
  const whole = JSON.parse(JSON.stringify(value)) as object;
  return { ...value, signature: signatureOf(whole, key) };
}

/** Why a value cannot be trusted: its signature is missing, wrong, or cannot be checked. Undefined if it can. */
export function sealProblem(value: Sealable, key: string | undefined): string | undefined {
  const { signature, ...rest } = value;
  const isSigned = signature !== undefined;
  if (key === undefined)
    return isSigned ? `it is signed, and ${keyVariable} is not set, so nothing can check it` : undefined;
  if (key === '')
    return isSigned
      ? `it is signed, and ${keyVariable} is empty, so nothing can check it`
      : `it is not signed, and ${keyVariable} is set, but empty`;
  if (!isSigned) return `it is not signed, and ${keyVariable} is set`;

  const isSame = equalTexts(signature, signatureOf(rest, key));
  return isSame ? undefined : `its signature does not match: it was changed, or signed with another ${keyVariable}`;
}

/** HMAC-SHA-256 (RFC 2104) over the canonical JSON. */
function signatureOf(value: object, key: string): string {
  return `hmac-sha256:${createHmac('sha256', key).update(canonicalJson(value)).digest('hex')}`;
}

function equalTexts(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
