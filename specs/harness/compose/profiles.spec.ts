import { expect, test } from 'vitest';
import { startedServices } from '../../../support/platforms/compose/started-services.ts';
import { readingOf } from './compose-reading.ts';
import { judgeAll } from './judge-all.ts';

const text =
  'services:\n  api: { image: "a:1", restart: always }\n  mail: { image: "m:1", profiles: [mail, all] }\n  db: { image: "postgres:16", profiles: [data] }\n';

function started(profiles: string[]): { names: string[]; evidence: Record<string, number> } {
  const evidence: Record<string, number> = {};
  const services = startedServices(readingOf(text, { settings: { profiles } }), (what, number) => {
    evidence[what] = number;
  });
  return { names: services.map(({ name }) => name), evidence };
}

test.each<[string[], string[]]>([
  [[], ['api']],
  [['mail'], ['api', 'mail']],
  [
    ['all', 'data'],
    ['api', 'mail', 'db'],
  ],
  [['*'], ['api', 'mail', 'db']],
])('with the profiles %j the services %j are started', (profiles, names) => {
  expect(started(profiles).names).toEqual(names);
});

test('a service of a profile that is not enabled is named, and judged where it is', () => {
  expect(started([]).evidence).toEqual({
    'compose files': 1,
    services: 1,
    'services of profiles that are not enabled: mail, db': 2,
  });
  expect(judgeAll(readingOf(text))).toEqual({});
  expect(Object.keys(judgeAll(readingOf(text, { settings: { profiles: ['data'] } })))).toContain('database');
});

test('where no service is started, nothing is verified', () => {
  const behind = 'services:\n  db: { image: "postgres:16", profiles: [data] }\n';
  for (const [file, says] of [
    [behind, 'no service of the compose files of prod is started: db'],
    ['services: {}\n', 'no service of the compose files of prod is started: there is none'],
  ] as const)
    expect(() => startedServices(readingOf(file), () => undefined)).toThrow(says);
});
