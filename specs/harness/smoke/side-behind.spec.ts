import { describe, expect, test } from 'vitest';
import { type KnownSource, sideBehind } from '../../../support/smoke/judge/side-behind.ts';

const path = 'sites/list:all';
const deployCommand = 'npx convex deploy --yes';
const fault = { path, calledAs: 'query', deployCommand } as const;
const calls = (...kinds: ('query' | 'mutation' | undefined)[]) => new Map([[path, new Set(kinds)]]);
const source = (kind: 'query' | 'mutation', isPublic = true) => [{ path, kind, isPublic }];

describe('which side is behind', () => {
  test.each([
    [
      'the deployment, where its source has the function',
      { backend: source('query'), frontend: calls('query') },
      'the deployment is behind',
      deployCommand,
    ],
    [
      'the live front end, where no source has the call any more',
      { backend: [], frontend: new Map() },
      'the live front end is behind',
      'Build the front end',
    ],
    [
      "the backend's source, where the front end calls what it lacks",
      { backend: [], frontend: calls('query') },
      "the backend's source is behind",
      'Add sites/list:all',
    ],
    [
      'the front end, where it calls a mutation as a query',
      { backend: source('mutation'), frontend: calls('query') },
      'the front end is wrong',
      'as a mutation',
    ],
    [
      'the front end, where it calls an internal function',
      { backend: source('query', false), frontend: calls('query') },
      'is internal',
      'Call a public function',
    ],
    [
      'the live front end, where its source has the right kind already',
      { backend: source('mutation'), frontend: calls('mutation') },
      'the live front end is behind: its source calls sites/list:all as a mutation',
      'Build the front end',
    ],
    [
      'the live front end, where its source left a function that became internal',
      { backend: source('query', false), frontend: new Map() },
      'the live front end is behind: its source does not call sites/list:all any more',
      'Build the front end',
    ],
    [
      'the live front end, where its own source is all that is known',
      { frontend: new Map() },
      'the live front end is behind',
      'Build the front end',
    ],
    [
      'the front end, where its source does not show the kind',
      { backend: source('mutation'), frontend: calls(undefined) },
      'the front end is wrong',
      'as a mutation',
    ],
    ['unknown, where no source is named', {}, 'is not known', deployCommand],
  ] as [string, KnownSource, string, string][])('is %s', (_, known, cause, remedy) => {
    const told = sideBehind(fault, known);
    expect(told.cause).toContain(cause);
    expect(told.remedy).toContain(remedy);
  });

  test('nothing is said of the backend that is not so', () => {
    const known = { backend: source('query', false), frontend: new Map() };
    expect(sideBehind(fault, known).cause).not.toContain("backend's source has no");
  });

  test('deploying the backend is advised only where it helps', () => {
    const known = { backend: [], frontend: calls('query') };
    expect(sideBehind(fault, known).remedy).not.toContain(deployCommand);
  });
});
