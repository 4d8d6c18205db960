import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { convexKey } from '../../platforms/convex/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import type { ReadingContext } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

const FunctionAnswer = z.union([
  z.looseObject({ status: z.literal('success'), value: z.unknown() }),
  z.looseObject({ status: z.literal('error'), errorMessage: z.string() }),
]);
const Envelope = z.looseObject({ code: z.string(), message: z.string() });

/** The deploy key of a deployment that takes it. @throws NotVerified where there is none, or it is refused at home */
export async function requireKey(convex: ConvexProfile, read: ReadingContext['read']): Promise<string> {
  if (convex.deployKey === undefined)
    throw new NotVerified(
      'the config names no deploy key',
      'Give platforms.convex.deployKey, a key with the permission to view data.',
    );
  const { value } = convex.deployKey;
  const key = await read(convexKey, convex);
  if (key.accepted) return value;
  throw new NotVerified(
    `the Convex deployment of ${convex.environment} refuses the deploy key of ${convex.environment} (${convex.deployKey.origin}): ${key.reason}`,
    `Put a key of this deployment into ${convex.deployKey.name}.`,
    convex.deployKey,
  );
}

/**
 * Runs a query with the deploy key, and gives its value in Convex's encoded form, in which an int64 is not a float.
 * Source: convex-backend, crates/local_backend/src/public_api.rs.
 * @throws NotVerified with the deployment's own words, where it does not answer with a value
 */
export async function runAdminQuery(
  convex: ConvexProfile,
  path: string,
  args: Record<string, unknown>,
  { fetch, read }: Pick<ReadingContext, 'fetch' | 'read'>,
): Promise<unknown> {
  const key = await requireKey(convex, read);
  const response = await fetch(new URL('/api/query', convex.url.url).href, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Convex ${key}` },
    body: JSON.stringify({ path, args: [args], format: 'convex_encoded_json' }),
    redirect: 'manual',
  });
  const text = await response.text();
  const refused = (reason: string) =>
    new NotVerified(
      `${convex.url.value} did not answer ${path}: ${reason}`,
      'The key needs the permission `deployment:data:view`, and for variables `deployment:env:view`.',
    );
  // 560 is how some servers mark a function's own error: convex 1.48, browser/http_client.ts.
  if (response.status !== 200 && response.status !== 560) {
    const envelope = Envelope.safeParse(jsonIn(text));
    throw refused(
      `status ${response.status} ${envelope.success ? `${envelope.data.code}: ${envelope.data.message}` : quoteForeign(text, 120)}`,
    );
  }
  const answer = FunctionAnswer.safeParse(jsonIn(text));
  if (!answer.success) throw refused(`it is not a function result: ${quoteForeign(text, 120)}`);
  if (answer.data.status === 'error') throw refused(quoteForeign(answer.data.errorMessage.trim(), 200));
  return answer.data.value;
}

const CallAnswer = z.looseObject({ status: z.string(), value: z.unknown(), errorMessage: z.string().optional() });

/**
 * Runs a mutation or an action with the deploy key, and gives its value in Convex's encoded form.
 * @throws NotVerified with the deployment's own words, where it fails
 */
export async function callWithKey(
  convex: ConvexProfile,
  { kind, path, args }: { kind: 'mutation' | 'action'; path: string; args: Record<string, unknown> },
  { fetch, read }: Pick<ReadingContext, 'fetch' | 'read'>,
): Promise<unknown> {
  const key = await requireKey(convex, read);
  const response = await fetch(new URL(`/api/${kind}`, convex.url.url).href, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Convex ${key}` },
    body: JSON.stringify({ path, args: [args], format: 'convex_encoded_json' }),
    redirect: 'manual',
  });
  const text = await response.text();
  const answer = CallAnswer.safeParse(jsonIn(text));
  if (response.status === 200 && answer.success && answer.data.status === 'success') return answer.data.value;
  throw new NotVerified(
    `${path} on ${convex.url.value} failed: status ${response.status}, ${quoteForeign(answer.data?.errorMessage ?? text, 160)}`,
    `Correct where the deployment config names ${path}.`,
  );
}
