import { expect, test } from 'vitest';
import type { Identity } from '../../../support/platforms/convex/index.ts';
import type { ConvexProfile } from '../../../support/profile/index.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeIdentity } from '../../isolation/convex-identity.judge.ts';

/** A deployment as an environment declares it. */
const declared = (name: string | undefined, url = `https://${name}.convex.cloud`) =>
  ({
    url: Setting.of('CONVEX_URL', url, `the URL of ${name}`),
    deployment:
      name === undefined
        ? Setting.missing('CONVEX_DEPLOYMENT', 'app.table', 'no value', 'Set it.')
        : Setting.of('CONVEX_DEPLOYMENT', name, `the row of ${name}`),
  }) as ConvexProfile;
const otter = declared('prod:steady-otter-902', 'https://steady-otter-902.convex.cloud');
const heron = declared('dev:patient-heron-417', 'https://patient-heron-417.convex.cloud');
const answered = (name: string): Identity => ({ answers: true, url: 'https://a.example/instance_name', name });
const silent: Identity = {
  answers: false,
  url: 'https://a.example/instance_name',
  expected: 'a name',
  received: '404',
};
const input = { environment: 'prod', convex: otter, name: 'steady-otter-902', others: [], answers: [] };

test("an environment's own deployment beside others of their own is not a finding", () => {
  expect(
    judgeIdentity({
      ...input,
      others: [{ environment: 'dev', convex: heron }],
      answers: [{ environment: 'dev', convex: heron, answer: answered('patient-heron-417') }],
    }),
  ).toEqual([]);
});

test('a URL at which another deployment answers', () => {
  expect(judgeIdentity({ ...input, name: 'brave-lynx-1' })).toEqual([
    {
      what: 'the Convex URL of prod points to another deployment',
      expected: 'steady-otter-902 (the row of prod:steady-otter-902)',
      received: 'brave-lynx-1, as it reports itself',
      from: ['https://steady-otter-902.convex.cloud', 'the URL of prod:steady-otter-902'],
    },
  ]);
});

test('a deployment that another environment declares as its own', () => {
  const others = [
    { environment: 'staging', convex: declared(undefined) },
    { environment: 'dev', convex: declared('dev:steady-otter-902') },
    { environment: 'test', convex: heron },
  ];
  expect(judgeIdentity({ ...input, others })).toEqual([
    {
      what: 'prod uses the Convex deployment of dev',
      expected: 'a deployment of its own for prod',
      received: 'steady-otter-902, as it reports itself; dev declares the same',
      from: [
        'https://steady-otter-902.convex.cloud',
        'the URL of prod:steady-otter-902',
        'the row of dev:steady-otter-902 (dev)',
      ],
    },
  ]);
});

test('two environments at whose URLs one deployment answers', () => {
  const answers = [
    { environment: 'staging', convex: heron, answer: silent },
    { environment: 'dev', convex: heron, answer: answered('steady-otter-902') },
    { environment: 'test', convex: heron, answer: answered('steady-otter-9') },
  ];
  expect(judgeIdentity({ ...input, answers })).toEqual([
    {
      what: 'prod and dev use the same Convex deployment',
      expected: 'two different deployments',
      received: 'steady-otter-902, as both report',
      from: ['https://steady-otter-902.convex.cloud (prod)', 'https://patient-heron-417.convex.cloud (dev)'],
    },
  ]);
});
