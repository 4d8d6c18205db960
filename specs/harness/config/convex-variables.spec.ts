import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { driftExitCode } from '../../../support/sync/drift-report.ts';
import { startServer } from '../http/start-server.ts';

const list = '/api/v1/list_environment_variables';
const held = { environmentVariables: { REGION: 'eu' } };
type Answer = (response: ServerResponse) => void;
const whole: Answer = (response) => response.end(JSON.stringify(held));

/** Drift of a deployment that answers its list as told, one answer a request and the last of them from then on. */
async function driftWith(...answers: readonly Answer[]) {
  let asked = 0;
  await using server = await startServer(({ path }, response) => {
    if (path !== list) return void response.writeHead(404).end();
    const answer = answers[Math.min(asked, answers.length - 1)] ?? whole;
    asked += 1;
    answer(response);
  });
  await using platform = await openPlatform({
    rows: '| CONVEX | REGION | eu-dev | eu |\n',
    config: {
      table: { file: 'app.table', targets: ['CONVEX'] },
      environments: { dev: { class: 'development' }, prod: { class: 'production', loopback: true } },
      platforms: {
        convex: {
          url: { value: server.url },
          deployment: { value: 'prod:steady-otter-902' },
          deployKey: { value: 'prod:steady-otter-902|made-up-deploy-key' },
        },
      },
      sync: { targets: { CONVEX: { platform: 'convex' } } },
    },
  });
  const result = await compareEnvironment(platform.profile, platform.reading());
  return { ...result, exitCode: driftExitCode(result), asked };
}

describe('the variables of a Convex deployment', () => {
  test.each<[string, Answer]>([
    ['500 once', (response) => response.writeHead(500).end('oops')],
    ['429 with Retry-After', (response) => response.writeHead(429, { 'retry-after': '0' }).end()],
  ])('are compared although it answers %s', async (_, first) => {
    const { comparisons, unread, asked } = await driftWith(first, whole);
    expect(unread).toEqual([]);
    expect(comparisons).toMatchObject([{ key: 'REGION', verdict: 'equal' }]);
    expect(asked).toBe(2);
  });

  test.each<[string, Answer, string]>([
    ['answers 500 always', (response) => response.writeHead(500).end('oops'), 'status 500'],
    [
      'answers with a page',
      (response) => response.end('<!doctype html><title>Busy</title>'),
      'does not have the documented form',
    ],
    ['breaks off', (response) => response.end('{"environmentVariables":{"REG'), 'does not have the documented form'],
    [
      'cuts the connection in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"environ', () => response.destroy());
      },
      'could not be read',
    ],
    [
      'is over its limit for minutes',
      (response) => response.writeHead(429, { 'retry-after': '300' }).end(),
      'status 429',
    ],
    ['refuses the key', (response) => response.writeHead(401).end('{"code":"BadDeployKey"}'), 'lacks a permission'],
    ['answers another thing', (response) => response.end('{}'), 'does not have the documented form'],
  ])('are not known, and never in sync, where it %s', async (_, answer, says) => {
    const { comparisons, unread, exitCode } = await driftWith(answer);
    expect(comparisons).toEqual([]);
    expect(unread).toMatchObject([{ target: 'CONVEX', reason: expect.stringContaining(says) }]);
    expect(exitCode).toBe(3);
  });
});
