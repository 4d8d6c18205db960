import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { startOwnTwin } from '../../../fixtures/twin/own/start-own-twin.ts';
import { writeOwnProject } from '../../../fixtures/twin/own/write-own-project.ts';
import { type GateRun, runGate } from '../bad-input/run-gate.ts';

/** A project as a gate finds it that did not install its packages: they make functions, HTTP actions, validators and tables. */
const project: Readonly<Record<string, string>> = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'convex/schema.ts': `import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { authTables, vEntry } from '@absent/auth/server';
export default defineSchema({ ...authTables, files: defineTable({ entry: vEntry, name: v.string() }).index('by_entry', ['entry']) });`,
  'convex/auth.ts': `import { makeAuth } from '@absent/auth/server';
import One from '@absent/one'; import Two from '@absent/two'; import Three from '@absent/three';
import Four from '@absent/four'; import Five from '@absent/five'; import Six from '@absent/six';
export const { auth, signIn, isSignedIn } = makeAuth({ providers: [One, Two, Three, Four, Five, Six] });
export const onComplete = auth.defineOnComplete(async () => null);`,
  'convex/http.ts': `import { httpRouter } from 'convex/server';
import { auth } from './auth';
const http = httpRouter();
auth.addHttpRoutes(http);
export default http;`,
  'convex/jobs.ts': `import { internal } from './_generated/api';
import { action } from './_generated/server';
export const run = action({ args: {}, handler: async (ctx) => { await ctx.runMutation(internal.auth.onComplete, {}); } });`,
  'web/page.tsx': `import { useQuery } from 'convex/react';
import { api } from '../convex/_generated/api';
export const Page = () => useQuery(api.auth.isSignedIn);`,
};

describe('the gate of a twin whose packages are not installed', () => {
  const kept = new AsyncDisposableStack();
  let run: GateRun;
  beforeAll(async () => {
    const { root } = kept.use(await startFrontend(project));
    const folders = { convex: join(root, 'convex'), frontends: [join(root, 'web')] };
    const twin = kept.use(await startOwnTwin({ ...folders, site: undefined, seed: undefined }));
    const { configFile, keys } = writeOwnProject(join(root, '.twin'), twin, folders);
    run = await runGate({ configFile, variables: keys, args: ['specs/convex'] });
  });
  afterAll(() => kept.disposeAsync());

  const outcomeOf = (id: string) => run.verdict?.parts.specs?.outcomes.find(({ check }) => check === id);

  test('finds nothing wrong, and is closed since it could not look', () => {
    expect(run.exitCode, run.stdout + run.stderr).toBe(3);
    expect(run.stdout).not.toContain('✗');
  });

  test.for([
    'convex/inside-calls-present',
    'convex/functions-present',
    'convex/function-kinds',
    'convex/promotion-gap',
  ])('%s held', (id) => {
    expect(outcomeOf(id)?.kind).toBe('held');
  });

  test.for(['convex/tables-present', 'convex/indexes-present', 'convex/http-routes-present'])(
    '%s is not verified, with the packages and, once, the command that installs them',
    (id) => {
      expect(outcomeOf(id)?.kind).toBe('not verified');
      const reason = outcomeOf(id)?.reason ?? '';
      expect(reason).toContain(
        'not installed: @absent/auth/server, @absent/five, @absent/four, @absent/one, @absent/six, and 2 more; `npm ci` in the project installs them',
      );
      expect(reason.split('npm ci')).toHaveLength(2);
    },
  );
});
