import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import type { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import type { ReadingContext } from '../../reading/index.ts';
import { requireKey } from './read-key.ts';
import { ErrorEnvelope } from './schema.ts';

/** `setAdminAuth` is there at run time and left out of the published types (convex 1.48, browser/http_client.ts). */
type AdminClient = ConvexHttpClient & { setAdminAuth(key: string): void };

/** A client of the deployment on the door's fetch, without a credential. */
export function convexClient(convex: ConvexProfile, fetch: ReadingContext['fetch']): ConvexHttpClient {
  return new ConvexHttpClient(convex.url.url.origin, { fetch, logger: false, skipConvexDeploymentUrlCheck: true });
}

/**
 * Runs a system query through the official client, on the door's fetch.
 * @throws NotVerified with the reason: no key, a key without the permission, an error without a message, an answer of another form
 */
export async function systemQuery<Value>(
  convex: ConvexProfile,
  { fetch, read }: ReadingContext,
  path: string,
  args: Record<string, string>,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const key = await requireKey(convex, read);
  const client = convexClient(convex, fetch) as AdminClient;
  client.setAdminAuth(key);
  const answer: unknown = await client.query(makeFunctionReference<'query'>(path), args).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'RequestFailure') throw error;
    throw refusedQuery(convex, path, (error as Error).message);
  });
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new NotVerified(
    `${convex.url.value} answers ${path} in a form that is not known here: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
  );
}

/** Why a deployment did not answer a query: each reason has its own remedy. */
export function refusedQuery(convex: ConvexProfile, asked: string, message: string): NotVerified {
  const envelope = ErrorEnvelope.safeParse(jsonIn(message));
  const words = envelope.success ? `${envelope.data.code}: ${envelope.data.message}` : message.trim();
  const key = convex.deployKey?.name;
  if (words.includes('OperationNotPermitted')) {
    const permission = /\(([\w:.]+)\)/.exec(words)?.[1] ?? 'deployment:data:view';
    return new NotVerified(
      `the deploy key may not ask ${convex.url.value} for ${asked}: ${words}`,
      `Give ${key} the permission \`${permission}\`.`,
    );
  }
  if (/^(\[Request ID: \w+\] )?Server Error$/.test(words))
    return new NotVerified(
      `${convex.url.value} answers ${asked} with an error that has no message: ${words}`,
      'Look the request up in the logs of the deployment.',
    );
  return new NotVerified(`${convex.url.value} does not answer ${asked}: ${words}`);
}
