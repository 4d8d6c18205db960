import { expect, test } from 'vitest';
import { services } from '../../../support/platforms/services/platform.ts';
import type { ServiceAnswer, ServiceProfile } from '../../../support/platforms/services/read-answer.ts';
import { serviceVersions } from '../../../support/platforms/services/read-version.ts';
import type { Read } from '../../../support/reading/index.ts';

const commit = 'c0ffee5c0ffe';

interface Told {
  health?: object;
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** What a service with this `version` in the config tells, where its health and the other path answer so. */
function told(version: object, { health = {}, status = 200, body = '', headers = {} }: Told) {
  const parsed = services.settings.parse({
    url: { value: 'https://a.test' },
    version: { commit: { value: commit }, ...version },
  });
  const service = { ...parsed, environment: 'prod', called: 'the service api' } as never as ServiceProfile;
  const answer: ServiceAnswer = {
    answers: true,
    url: 'https://a.test/version',
    status,
    headers: new Headers(headers),
    text: body,
    json: body.startsWith('{') || body.startsWith('"') ? JSON.parse(body) : undefined,
    atMs: 0,
  };
  const read = (async (reading: { name: string }) =>
    reading.name === 'services.health'
      ? { answers: true, url: 'https://a.test/health', status: 200, headers: new Headers(headers), health }
      : answer) as never as Read;
  return serviceVersions(service, read);
}

test.each<[string, object, Told, (string | undefined)[]]>([
  ['a field of the health answer', { health: 'git.sha' }, { health: { git: { sha: commit } } }, [commit]],
  ['a header of the health answer', { header: 'x-release' }, { headers: { 'x-release': commit } }, [commit]],
  ['a path whose answer is the commit', { path: '/version' }, { body: `${commit}\n` }, [commit]],
  ['a path whose answer is a text of JSON', { path: '/version' }, { body: `"${commit}"` }, [commit]],
  [
    'a field at a path, as Spring tells it',
    { path: '/actuator/info', field: 'git.commit.id' },
    { body: JSON.stringify({ git: { branch: 'main', commit: { id: commit } } }) },
    [commit],
  ],
  ['a header at a path', { path: '/version', header: 'x-release' }, { headers: { 'x-release': commit } }, [commit]],
  ['a page in the place of the commit', { path: '/version' }, { body: `<html>${'x'.repeat(200)}</html>` }, [undefined]],
  ['an error at the path', { path: '/version' }, { status: 404, body: commit }, [undefined]],
  ['a field that is not there', { path: '/version', field: 'sha' }, { body: '{}' }, [undefined]],
  [
    'two places',
    { health: 'sha', path: '/version' },
    { health: { sha: 'old0000' }, body: commit },
    ['old0000', commit],
  ],
])('%s', async (_what, version, answers, values) => {
  expect((await told(version, answers)).map(({ value }) => value)).toEqual(values);
});

test('a version that is told nowhere, and a field without its path, are mistakes of the config', () => {
  const parse = (version: object) =>
    services.settings.safeParse({
      url: { value: 'https://a.test' },
      version: { commit: { value: commit }, ...version },
    });
  expect(parse({}).error?.message).toContain('a path of its own');
  expect(parse({ header: 'x', field: 'sha' }).error?.message).toContain('there is no `path`');
});
