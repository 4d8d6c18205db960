import { z } from 'zod';
import { strict } from '../../settings/index.ts';

/** Every kind of bad input that can be posted. */
export const badInputNames = [
  'empty',
  'no-json',
  'null',
  'text',
  'list',
  'no-fields',
  'no-trace',
  'no-message',
  'no-level',
  'empty-trace',
  'empty-message',
  'trace-of-wrong-type',
  'message-of-wrong-type',
  'unknown-level',
  'unknown-system',
  'context-of-wrong-type',
  'deep',
  'large',
  'invalid-utf-8',
  'content-type',
  'prototype-keys',
] as const;
export type BadInputName = (typeof badInputNames)[number];

/** What a Worker may take without harm: it is asked for only where the profile names it. */
const promisedAlone: readonly BadInputName[] = [
  'context-of-wrong-type',
  'invalid-utf-8',
  'content-type',
  'prototype-keys',
];

/** What every Worker that takes logs is expected to refuse. */
export const commonBadInput: readonly BadInputName[] = badInputNames.filter((name) => !promisedAlone.includes(name));

/** Callers without the token, as kinds of bad input. */
export const strangerNames = [
  'no-token',
  'empty-token',
  'wrong-token',
  'undefined-token',
  'null-token',
  'empty-header',
  'bare-undefined',
  'undefined-scheme',
  'empty-basic',
  'undefined-basic',
] as const;

const RedactedSample = strict({
  /** What is posted. A star is filled with a made-up value: `token=*`, `pin=1234`. */
  sample: z.string().min(4),
  /** Where it is posted: `message`, `stack`, or a field below `context`. */
  field: z
    .string()
    .regex(/^(message|stack|context(\.[^.]+)+)$/, '`message`, `stack`, or `context.` and a field')
    .default('message'),
  /**
   * What has to stand in its place: `pin=[REDACTED]`. Its secret part is what this does not keep. Left out: what was made up
   * for the star, or what follows the label of the sample (`pin=`, `Bearer `).
   */
  becomes: z.string().min(1).optional(),
}).refine(({ sample, becomes }) => becomes === undefined || !becomes.includes(sample), {
  path: ['becomes'],
  message: 'contains the whole sample, so nothing of it would be redacted',
});

/** Samples of what is redacted. */
export const RedactedSamples = z.array(RedactedSample).superRefine((samples, context) => {
  for (const [index, { field }] of samples.entries()) {
    const inside = samples.find((other) => field.startsWith(`${other.field}.`));
    if (inside)
      context.addIssue({
        code: 'custom',
        path: [index, 'field'],
        message: `is inside \`${inside.field}\`, in which another sample is posted as text`,
      });
  }
});

/** Samples of secrets that many Workers redact: spread them into `redacts`. */
export const commonSecrets: z.input<typeof RedactedSamples> = [
  { sample: 'token=airlock-made-up-*' },
  { sample: 'Bearer airlock-made-up-*', field: 'stack' },
  { sample: 'Bearer airlock-made-up-*', field: 'context.authorization' },
  { sample: 'airlock-made-up-*', field: 'context.password' },
  { sample: 'session=airlock-made-up-*', field: 'context.request.headers.cookie' },
];
