import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { TableValue } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import type { Attested } from './compare-keys.ts';
import type { TargetInput } from './held-keys.ts';
import { unreadable } from './unreadable.ts';

/** What an attest route answered: a proof for every key that it may and can prove. */
export interface Attestation {
  nonce: string;
  proofs: ReadonlyMap<string, string>;
}

const Answer = z.looseObject({ proofs: z.record(z.string(), z.string().nullable()) });
const nonceBytes = 32;
/** A route answers no more of them at once (docs/attest.md). */
const mostKeys = 64;

/**
 * Asks a service to prove its own values: `POST {nonce, keys}`, answered with HMAC-SHA-256 of each value under the nonce.
 * The form is this project's own: docs/attest.md.
 */
export const attestation = defineReading({
  name: 'config.attestation',
  effect: 'read',
  key: ({ target, keys }: TargetInput & { keys: readonly string[] }) =>
    `${target.attest?.url.value} ${target.attest?.path} ${keys.join(',')}`,
  async read({ target, keys }, { fetch }): Promise<Attestation> {
    if (!target.attest) throw new NotVerified(`the target ${target.target} has no attest route`);
    const { url, path, token } = target.attest;
    const address = new URL(path, url.url).href;
    const nonce = randomBytes(nonceBytes).toString('hex');
    const prove = async (asked: readonly string[]) => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
        body: JSON.stringify({ nonce, keys: asked }),
      });
      const text = await response.text();
      if (!response.ok) throw Object.assign(new Error(quoteForeign(text, 120)), { status: response.status });
      return Object.entries(Answer.parse(JSON.parse(text)).proofs);
    };
    try {
      const questions = Array.from({ length: Math.ceil(keys.length / mostKeys) }, (_, index) =>
        keys.slice(index * mostKeys, (index + 1) * mostKeys),
      );
      const proofs = (await Promise.all(questions.map(prove))).flat();
      return { nonce, proofs: new Map(proofs.flatMap(([key, proof]) => (proof === null ? [] : [[key, proof]]))) };
    } catch (error) {
      throw unreadable(`the proofs of ${address}`, error, token, "the attest route's own token");
    }
  },
});

/** Which rows' values a service proved to have, and which it proved not to have. What it did not prove is in neither. */
export function judgeAttestation({ nonce, proofs }: Attestation, rows: readonly TableValue[]): Attested {
  return new Map(
    rows.flatMap(({ key, setting }): [string, boolean][] => {
      const proof = proofs.get(key);
      if (proof === undefined || !setting.isSet) return [];
      return [[key, proof === createHmac('sha256', nonce).update(`${key}\0${setting.value}`).digest('hex')]];
    }),
  );
}
