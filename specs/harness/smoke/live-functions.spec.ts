import { describe, expect, test } from 'vitest';
import type { DeployedFunction } from '../../../support/contract/index.ts';
import { judgeLiveFunctions } from '../../../support/smoke/judge/judge-live-functions.ts';
import type { KnownSource } from '../../../support/smoke/judge/side-behind.ts';
import type { ConvexCall } from '../../../support/smoke/watch/convex-traffic.ts';

const path = 'sites/list:listCompanySites';
const deployed: DeployedFunction[] = [
  { path, kind: 'query', isPublic: true },
  { path: 'sites/list:secret', kind: 'query', isPublic: false },
];
const judge = (calls: ConvexCall[], known: DeployedFunction[] | undefined = deployed) =>
  judgeLiveFunctions({
    url: 'https://app.acme.test/',
    calls,
    deployed: known,
    deployCommand: 'npx convex deploy --yes',
  });
const call = (change: Partial<ConvexCall> = {}): ConvexCall => ({
  kind: 'query',
  path,
  outcome: 'answered',
  ...change,
});

test('a call that is answered is well, whether the list of functions is known or not', () => {
  expect(judge([call()])).toEqual([]);
  expect(judgeLiveFunctions({ url: 'u', calls: [call()], deployed: undefined, deployCommand: '' })).toEqual([]);
});

test.for([
  `Could not find public function for '${path}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`,
  `Could not find public function for '${path}'. Did you forget to run \`npx convex dev\`?`,
  `Could not find public function for '${path}'.`,
  `Could not find function for '${path}'. Did you forget to run \`npx convex dev\`?`,
  `[CONVEX Q(${path})] [Request ID: 7105718e8cf0dece] Server Error\nCould not find public function for '${path}'.\n\n  Called by client`,
  `FunctionPathNotFound: Could not find public function for '${path}'.`,
  `Could not find public function for '${path}' in 'a/component'.`,
])('the wording "%s" is one of a function that is not there', (error) => {
  const findings = judgeLiveFunctions({
    url: 'u',
    calls: [call({ outcome: 'failed', error })],
    deployed: undefined,
    deployCommand: 'deploy',
  });
  expect(findings).toMatchObject([
    { what: `the page calls ${path}, which the deployment does not have`, remedy: 'deploy' },
  ]);
});

test('where the error is redacted, the list of functions says that one is missing', () => {
  const [finding] = judge([call({ path: 'sites/list:listCompanyPlaces', outcome: 'failed', error: 'Server Error' })]);
  expect(finding?.what).toContain('which the deployment does not have');
  expect(finding?.expected).toContain(`similar names: ${path}`);
});

test.for([
  ['another error', { outcome: 'failed', error: 'Server Error' }, `the query ${path} failed on the live page`],
  ['no answer', { outcome: 'pending' }, `the query ${path} was not answered`],
  ['another kind', { kind: 'mutation' }, `the page calls ${path} as a mutation`],
  ['an internal function', { path: 'sites/list:secret' }, 'the page calls sites/list:secret, which is internal'],
] as const)('%s is found', ([, change, what]) => {
  expect(judge([call(change)])).toMatchObject([{ what }]);
});

test('a call that failed once is found, though the same one is answered later', () => {
  expect(judge([call({ outcome: 'failed', error: 'Server Error' }), call()])).toHaveLength(1);
  expect(judge([call({ outcome: 'pending' }), call()])).toHaveLength(1);
});

describe('a function that the called one calls in turn is missing', () => {
  const error = "Server Error\nUncaught Error: Could not find public function for 'mail/send:now'.";
  const told = (source?: KnownSource) =>
    judgeLiveFunctions({
      url: 'u',
      calls: [call({ kind: 'query', outcome: 'failed', error })],
      deployed,
      deployCommand: 'deploy',
      ...(source && { source }),
    });
  test.each([
    [
      'the source has it',
      { backend: [{ path: 'mail/send:now', kind: 'query', isPublic: true }] },
      'the deployment is behind',
      'deploy',
    ],
    ['the source lacks it too', { backend: [] }, "the backend's source is behind", 'Add mail/send:now'],
    ['no source is known', undefined, 'it calls mail/send:now', 'where the backend'],
  ] as [string, KnownSource | undefined, string, string][])('and %s', (_name, source, cause, remedy) => {
    expect(told(source)).toMatchObject([
      {
        what: `the query ${path} failed on the live page`,
        cause: expect.stringContaining(cause),
        remedy: expect.stringContaining(remedy),
      },
    ]);
  });
});
