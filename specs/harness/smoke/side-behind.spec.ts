import { describe, expect, test } from 'vitest';
import { type KnownSource, sideBehind } from '../../../support/smoke/judge/side-behind.ts';

const path = 'sites/list:all';
const deployCommand = 'npx convex deploy --yes';
const fault = { path, calledAs: 'query', deployCommand } as const;
const source = (kind: 'query' | 'mutation', isPublic = true) => [{ path, kind, isPublic }];

describe('which side is behind', () => {
  test.each([
    [
      'the deployment, where its source has the function',
      { backend: source('query'), frontend: new Set([path]) },
      'the deployment is behind',
      deployCommand,
    ],
    [
      'the live front end, where no source has the call any more',
      { backend: [], frontend: new Set() },
      'the live front end is behind',
      'Build the front end',
    ],
    [
      "the backend's source, where the front end calls what it lacks",
      { backend: [], frontend: new Set([path]) },
      "the backend's source is behind",
      'Add sites/list:all',
    ],
    [
      'the front end, where it calls a mutation as a query',
      { backend: source('mutation'), frontend: new Set([path]) },
      'the front end is wrong',
      'as a mutation',
    ],
    [
      'the front end, where it calls an internal function',
      { backend: source('query', false), frontend: new Set([path]) },
      'is internal',
      'Call a public function',
    ],
    ['unknown, where no source is named', {}, 'is not known', deployCommand],
  ] as [string, KnownSource, string, string][])('is %s', (_, known, cause, remedy) => {
    const told = sideBehind(fault, known);
    expect(told.cause).toContain(cause);
    expect(told.remedy).toContain(remedy);
  });

  test('deploying the backend is advised only where it helps', () => {
    const known = { backend: [], frontend: new Set([path]) };
    expect(sideBehind(fault, known).remedy).not.toContain(deployCommand);
  });
});
