import { z } from 'zod';

const Role = z.enum([
  'alert',
  'article',
  'banner',
  'button',
  'complementary',
  'contentinfo',
  'dialog',
  'form',
  'heading',
  'img',
  'link',
  'list',
  'main',
  'navigation',
  'region',
  'search',
  'table',
  'textbox',
]);

/** A page that a smoke run opens, and the landmark that says that it is there: an ARIA role and its accessible name. */
export const SmokePage = z.strictObject({
  path: z.string().startsWith('/'),
  landmark: z.strictObject({ role: Role, name: z.string().min(1) }),
  /** The status of the document itself; 200 where it is not said. */
  expectedStatus: z.int().min(200).max(599).optional(),
});
export type SmokePage = z.infer<typeof SmokePage>;
export type Landmark = SmokePage['landmark'];

/** A request that is known to fail and may: the beginning of its URL, and its status where only that one is meant. */
export const ExpectedFailure = z.strictObject({ urlPrefix: z.url(), status: z.int().optional() });
export type ExpectedFailure = z.infer<typeof ExpectedFailure>;

/** What a smoke run looks at. */
export const SmokeTarget = z.strictObject({
  origin: z.url({ protocol: /^https?$/ }),
  pages: z.array(SmokePage).min(1, 'a smoke run without a page would pass and have looked at nothing'),
  expectedFailures: z.array(ExpectedFailure).default([]),
});
export type SmokeTarget = z.infer<typeof SmokeTarget>;

/**
 * Reads what the smoke run looks at.
 *
 * @throws where it is missing or malformed: there is no default target
 */
export function readSmokeTarget(source: string | undefined = process.env.SMOKE_TARGET): SmokeTarget {
  if (!source) throw new Error('Expected a target in SMOKE_TARGET (JSON with origin and pages), found none.');
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (cause) {
    throw new Error('Expected JSON in SMOKE_TARGET.', { cause });
  }
  const target = SmokeTarget.safeParse(value);
  if (!target.success) throw new Error(`SMOKE_TARGET does not say what to look at:\n${z.prettifyError(target.error)}`);
  return target.data;
}
