import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foreignSites, foreignSources, pathOf } from '../../../../fixtures/foreign/front-ends.ts';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';
import { writtenCalls } from '../../../../fixtures/frontends/written-app.ts';
import { readBundleReferences, readSourceReferences } from '../../../../support/contract/index.ts';
import { judgePresence } from '../../../../support/platforms/convex/index.ts';
import { foreignCases } from '../../faults/foreign-cases.ts';

/** What the check says of calls, on a backend that has these functions and lacks one. */
function told(calls: readonly string[], has: readonly string[], lacks?: string): string[] {
  return judgePresence({
    calls: calls.map((path) => ({ path, place: 'app.tsx:1:1' })),
    deployed: has.filter((path) => path !== lacks).map((path) => ({ path, kind: 'query', isPublic: true })),
    deployment: 'quick-otter-101',
    deployCommand: 'npx convex deploy',
  }).map(({ what }) => what);
}

const expected = (lacks?: string) =>
  lacks === undefined ? [] : [`${lacks} is called, and quick-otter-101 does not have it`];

test.for(foreignCases('sources', foreignSources))('$story', async ({ record, shape, lacks }, { task }) => {
  task.meta.fault = record;
  await using tree = await startFrontend(shape.files);
  const { references } = await readSourceReferences({ root: join(tree.root, shape.root ?? '.') });
  const calls = references.map(({ path }) => path);
  expect(told(calls, shape.references.map(pathOf), lacks)).toEqual(expected(lacks));
});

test.for(foreignCases('sites', foreignSites))('$story', async ({ record, build, lacks }, { task }) => {
  task.meta.fault = record;
  const scripts = Object.entries(await build());
  const { references } = await readBundleReferences(
    scripts.map(([name, text]) => ({ url: `https://site.example/${name}`, read: async () => text })),
  );
  const calls = references.map(({ path }) => path);
  expect(told(calls, writtenCalls, lacks)).toEqual(expected(lacks));
});
