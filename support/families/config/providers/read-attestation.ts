import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import type { TableValue } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { below } from '../../../settings/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import type { Attested } from './compare-keys.ts';
import type { TargetInput } from './held-keys.ts';
import { unreadable } from './unreadable.ts';

/** The form is this project's own: docs/attest.md. */
const protocol = 2;

const KeyAnswer = z.union([z.strictObject({ proof: z.string() }), z.enum(['absent', 'not provable'])]);

/** What an attest route answered of each key, and who it says that it is. */
export interface Attestation {
  nonce: string;
  origin: string;
  name: string;
  answers: ReadonlyMap<string, z.infer<typeof KeyAnswer>>;
}

const Answer = z.looseObject({
  protocol: z.literal(protocol),
  origin: z.string(),
  name: z.string(),
  answers: z.record(z.string(), KeyAnswer),
});
const nonceBytes = 32;
/** A route answers no more of them at once. */
const mostKeys = 64;

/** Asks a service to prove its own values: HMAC-SHA-256 of each value and of the service's address, under a nonce. */
export const attestation = defineReading({
  name: 'config.attestation',
  effect: 'read',
  key: ({ target, keys }: TargetInput & { keys: readonly string[] }) =>
    `${target.attest?.url.value} ${target.attest?.path} ${keys.join(',')}`,
  async read({ target, keys }, { fetch }): Promise<Attestation> {
    if (!target.attest) throw new NotVerified(`the target ${target.target} has no attest route`);
    const { url, path, token } = target.attest;
    const address = below(url, path).href;
    const nonce = randomBytes(nonceBytes).toString('hex');
    const ask = async (asked: readonly string[]) => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
        body: JSON.stringify({ protocol, nonce, keys: asked }),
        redirect: 'manual',
      });
      const text = await response.text();
      if (!response.ok) throw Object.assign(new Error(quoteForeign(text, 120)), { status: response.status });
      return answerIn(text, address);
    };
    try {
      const questions = Array.from({ length: Math.ceil(keys.length / mostKeys) }, (_, index) =>
        keys.slice(index * mostKeys, (index + 1) * mostKeys),
      );
      const answers = await Promise.all(questions.map(ask));
      const [{ origin, name } = { origin: '', name: '' }] = answers;
      requireSubject(answers, { origin: url.url.origin, script: target.name?.value, address });
      return { nonce, origin, name, answers: new Map(answers.flatMap((each) => Object.entries(each.answers))) };
    } catch (error) {
      if (error instanceof NotVerified) throw error;
      throw unreadable(`the proofs of ${address}`, error, token, "the attest route's own token");
    }
  },
});

/** @throws NotVerified for an answer in another form, as an older route gives it */
function answerIn(text: string, address: string): z.infer<typeof Answer> {
  const parsed = Answer.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new NotVerified(
    `${address} does not answer by protocol ${protocol} of the attest route: ${quoteForeign(text, 120)}`,
    'Copy the route once more (docs/attest.md).',
  );
}

/** @throws NotVerified if another service than the asked one answered */
function requireSubject(
  answers: readonly { origin: string; name: string }[],
  { origin, script, address }: { origin: string; script: string | undefined; address: string },
): void {
  const other = answers.find((each) => each.origin !== origin || (each.name !== '' && each.name !== script));
  if (other === undefined) return;
  throw new NotVerified(
    `${address} was answered by another service: ${quoteForeign(`${other.origin} ${other.name}`.trim(), 120)}, expected ${origin}${script === undefined ? '' : ` (${script})`}`,
    'Ask the Worker at its own address, or set `origin` and `name` in its attest route (docs/attest.md).',
  );
}

/** What a service proved of the rows' values. What it did not prove is not in it. */
export function judgeAttestation({ nonce, origin, name, answers }: Attestation, rows: readonly TableValue[]): Attested {
  return new Map(
    rows.flatMap(({ key, setting }): [string, 'equal' | 'different' | 'absent'][] => {
      const answer = answers.get(key);
      if (answer === undefined || answer === 'not provable' || !setting.isSet) return [];
      if (answer === 'absent') return [[key, answer]];

      const message = [`airlock-attest-${protocol}`, origin, name, key, setting.value].join('\0');
      const expected = createHmac('sha256', nonce).update(message).digest();
      return [[key, isProof(answer.proof, expected) ? 'equal' : 'different']];
    }),
  );
}

function isProof(proof: string, expected: Buffer): boolean {
  const given = /^[0-9a-f]{64}$/i.test(proof) ? Buffer.from(proof, 'hex') : Buffer.alloc(expected.length);
  return timingSafeEqual(given, expected);
}

/** @returns that keys were to be proved and were not; undefined if all were */
export function unprovedKeys(
  { answers }: Attestation,
  attested: Attested,
  keys: readonly string[],
  target: string,
): NotVerified | undefined {
  const unproved = keys.filter((key) => !attested.has(key));
  if (unproved.length === 0) return undefined;

  const said = unproved.map((key) => `${key} (${answers.has(key) ? 'not provable' : 'no answer'})`);
  return new NotVerified(
    `the attest route of ${target} proves nothing of ${said.join(', ')}`,
    `List the keys in the route, with values of 16 characters or more; or name those that it must not prove in sync.targets.${target}.attest.unprovable.`,
  );
}
