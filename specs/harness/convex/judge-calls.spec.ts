import { describe, expect, test } from 'vitest';
import type { DeployedFunction } from '../../../support/contract/index.ts';
import { judgeKinds, judgePresence } from '../../../support/platforms/convex/index.ts';

const deployment = 'steady-otter-902 (https://steady-otter-902.convex.cloud)';
const deployCommand = 'npx convex deploy --yes';
const has = (path: string, kind: DeployedFunction['kind'] = 'query', isPublic = true): DeployedFunction => ({
  path,
  kind,
  isPublic,
});
const deployed = [
  has('sites:list'),
  has('sites:listAll'),
  has('sites:listOne'),
  has('sites:listed'),
  has('sites:rename', 'mutation'),
  has('sites:refresh', 'action'),
  has('sites:purge', 'mutation', false),
];
const input = { deployed, deployment, deployCommand };

describe('a function that is called', () => {
  test('is no finding where the deployment has it', () => {
    const calls = [{ path: 'sites:list', kind: 'query', place: 'a.ts:1:1' } as const];
    expect(judgePresence({ ...input, calls })).toEqual([]);
    expect(judgeKinds({ ...input, calls })).toEqual([]);
  });

  test('is one finding where the deployment does not have it, however often it is called', () => {
    const calls = [
      { path: 'users:me', place: 'a.ts:1:1' },
      { path: 'users:me', place: 'b.ts:2:2' },
      { path: 'users:me', place: 'a.ts:1:1' },
    ];
    expect(judgePresence({ ...input, calls })).toEqual([
      {
        what: `users:me is called, and ${deployment} does not have it`,
        expected: `a public function users:me in ${deployment}`,
        received: 'no such function among its 7',
        from: ['a.ts:1:1', 'b.ts:2:2'],
        remedy: deployCommand,
      },
    ]);
    expect(judgeKinds({ ...input, calls })).toEqual([]);
  });

  test('is named with at most three that have a similar name, and with who calls it', () => {
    const calls = [{ path: 'sites:lists', place: 'a.ts:1:1' }];
    const [finding, ...more] = judgePresence({ ...input, calls, verb: 'is called by the live site' });
    expect(more).toEqual([]);
    expect(finding?.what).toBe(`sites:lists is called by the live site, and ${deployment} does not have it`);
    expect(finding?.received).toMatch(
      /^no such function among its 7; similar names: sites:list\w*(, sites:list\w*){0,2}$/,
    );
  });

  test('is told apart from another that is missing too', () => {
    const calls = [
      { path: 'users:me', place: 'a.ts:1:1' },
      { path: 'users:you', place: 'b.ts:1:1' },
    ];
    expect(judgePresence({ ...input, calls }).map(({ from }) => from)).toEqual([['a.ts:1:1'], ['b.ts:1:1']]);
  });

  test('is present, and of the wrong kind, where it is internal', () => {
    const calls = [
      { path: 'sites:purge', place: 'a.ts:1:1' },
      { path: 'sites:purge', kind: 'query', place: 'b.ts:1:1' } as const,
    ];
    expect(judgePresence({ ...input, calls })).toEqual([]);
    expect(judgeKinds({ ...input, calls })).toEqual([
      {
        what: `sites:purge is called, but is internal in ${deployment}`,
        expected: `a public function sites:purge in ${deployment}`,
        received: 'an internal function, which no client can call',
        from: ['a.ts:1:1', 'b.ts:1:1'],
        remedy: `Export sites:purge with \`query\`, \`mutation\` or \`action\` instead of its internal form, then: ${deployCommand}`,
      },
    ]);
  });

  test('is one finding for each kind that it is wrongly called as', () => {
    const calls = [
      { path: 'sites:refresh', kind: 'query', place: 'a.ts:1:1' } as const,
      { path: 'sites:refresh', kind: 'query', place: 'b.ts:1:1' } as const,
      { path: 'sites:refresh', kind: 'mutation', place: 'c.ts:1:1' } as const,
      { path: 'sites:rename', kind: 'action', place: 'd.ts:1:1' } as const,
      { path: 'sites:list', place: 'e.ts:1:1' },
    ];
    expect(judgeKinds({ ...input, calls })).toEqual([
      {
        what: `sites:refresh is called as a query, but is an action in ${deployment}`,
        expected: 'a query',
        received: 'an action',
        from: ['a.ts:1:1', 'b.ts:1:1'],
        remedy: deployCommand,
      },
      {
        what: `sites:refresh is called as a mutation, but is an action in ${deployment}`,
        expected: 'a mutation',
        received: 'an action',
        from: ['c.ts:1:1'],
        remedy: deployCommand,
      },
      {
        what: `sites:rename is called as an action, but is a mutation in ${deployment}`,
        expected: 'an action',
        received: 'a mutation',
        from: ['d.ts:1:1'],
        remedy: deployCommand,
      },
    ]);
  });
});
