import { createHash } from 'node:crypto';
import { makeFunctionReference } from 'convex/server';
import { NotVerified } from '../check/not-verified.ts';
import { jsonIn } from '../files/parse-json.ts';
import type { ConvexProfile } from '../profile/index.ts';
import { defineReading, type Read } from '../reading/index.ts';
import { quoteForeign } from '../text/quote-foreign.ts';
import { convexHttpBase } from './convex/platform-http-base.ts';
import { moduleHashes } from './convex/read-modules.ts';
import { convexClient } from './convex/system-query.ts';
import type { ToldVersion } from './told-version.ts';

/** The constant that was deployed with the functions: an HTTP action or a public query returns it. */
const reportedVersion = defineReading({
  name: 'convex.version',
  effect: 'read',
  key: (convex: ConvexProfile) => JSON.stringify([convex.url.url.origin, convex.version]),
  async read(convex, { fetch }): Promise<{ value: unknown; from: string }> {
    const { version } = convex;
    if (version && 'query' in version) {
      const from = `${convex.url.value} › ${version.query}`;
      const value: unknown = await convexClient(convex, fetch)
        .query(makeFunctionReference<'query'>(version.query), {})
        .catch((error: unknown) => {
          if (error instanceof Error && error.name === 'RequestFailure') throw error;
          throw new NotVerified(`${from} fails: ${quoteForeign((error as Error).message, 160)}`);
        });
      return { value: fieldOf(value, version.field), from: withField(from, version.field) };
    }
    const url = new URL((version?.path ?? '/').slice(1), convexHttpBase(convex.url.url)).href;
    const response = await fetch(url, { redirect: 'manual' });
    const text = await response.text();
    if (response.status !== 200)
      throw new NotVerified(`${url} answers with status ${response.status}: ${quoteForeign(text, 120)}`);
    return { value: fieldOf(jsonIn(text), version?.field), from: withField(url, version?.field) };
  },
});

function withField(from: string, field: string | undefined): string {
  return field === undefined ? from : `${from} › ${field}`;
}

function fieldOf(value: unknown, field: string | undefined): unknown {
  if (field === undefined) return value;
  return field
    .split('.')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value);
}

/**
 * The commit that a deployment returns where `version` of its section names a place.
 * @throws NotVerified where that place does not answer
 */
export async function toldByConvex(convex: ConvexProfile, read: Read): Promise<ToldVersion[]> {
  const { value, from } = await read(reportedVersion, convex);
  return [{ value: typeof value === 'string' && value !== '' ? value : undefined, from }];
}

/**
 * A hash over the hashes of all modules, for a deployment that returns no commit.
 * @throws NotVerified where the key may not read the hashes
 */
export async function hashOfModules(convex: ConvexProfile, read: Read): Promise<{ value: string; from: string }> {
  const hashes = await read(moduleHashes, convex);
  if (hashes === undefined || hashes.size === 0)
    throw new NotVerified(
      `${convex.called} reports no version`,
      `Set ${convex.place}.version: an HTTP action or a public query that returns the commit; or give the key the permission to deploy, so that the hashes of the modules can be read.`,
    );
  return { value: hashOf(hashes), from: `${convex.url.value} › /api/get_config_hashes` };
}

/** One hash for all modules: the same functions have the same one. */
function hashOf(hashes: ReadonlyMap<string, string>): string {
  const lines = [...hashes].map(([module, hash]) => `${module} ${hash}\n`).sort();
  return `modules:${createHash('sha256').update(lines.join('')).digest('hex').slice(0, 16)}`;
}
