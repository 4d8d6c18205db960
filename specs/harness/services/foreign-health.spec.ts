import { expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { services } from '../../../support/platforms/services/platform.ts';
import type { ServiceProfile } from '../../../support/platforms/services/read-answer.ts';
import { readHealthAnswer } from '../../../support/platforms/worker/read-health.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeServiceHealth } from '../../services/healthy.judge.ts';

const service = {
  ...services.settings.parse({ url: { value: 'https://api.acme.test' } }),
  url: Setting.of('API_URL', 'https://api.acme.test', 'app.table:3:9'),
  environment: 'prod',
  name: 'api',
  called: 'the service api',
} as never as ServiceProfile;

/** Health answers of frameworks as they come, which no word of the config explains: whether all is well. */
const answers: readonly [what: string, status: number, type: string, body: string, isWell: boolean][] = [
  [
    'spring up',
    200,
    'application/json',
    '{"status":"UP","components":{"db":{"status":"UP","details":{"database":"PostgreSQL","validationQuery":"isValid()"}},"diskSpace":{"status":"UP","details":{"total":1,"free":1,"threshold":10485760,"path":"/app/.","exists":true}},"ping":{"status":"UP"},"livenessState":{"status":"UP"}},"groups":["liveness","readiness"]}',
    true,
  ],
  [
    'spring db down',
    503,
    'application/json',
    '{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"org.springframework.jdbc.CannotGetJdbcConnectionException: Failed"}},"ping":{"status":"UP"}}}',
    false,
  ],
  [
    'spring group down, 200 by setting',
    200,
    'application/json',
    '{"status":"UP","components":{"mail":{"status":"OUT_OF_SERVICE"}}}',
    false,
  ],
  ['rails up', 200, 'text/html', '<!DOCTYPE html><html><body style="background-color: green"></body></html>', true],
  ['rails down', 500, 'text/html', '<!DOCTYPE html><html><body style="background-color: red"></body></html>', false],
  [
    'nginx default page',
    200,
    'text/html',
    '<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>',
    false,
  ],
  [
    'spa',
    200,
    'text/html',
    '<!doctype html><html><head><title>Acme</title></head><body><div id="root"></div></body></html>',
    false,
  ],
  ['go ok', 200, 'text/plain', 'ok\n', true],
  ['go verbose', 200, 'text/plain', '[+]ping ok\n[+]log ok\n[+]etcd ok\nhealthz check passed\n', true],
  [
    'go verbose failed',
    500,
    'text/plain',
    '[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed\n',
    false,
  ],
  ['go verbose failed 200', 200, 'text/plain', '[+]ping ok\n[-]etcd failed: reason withheld\n', false],
  [
    'go alexliesenfeld',
    200,
    'application/json',
    '{"status":"up","details":{"database":{"status":"up","timestamp":"2026-01-01T00:00:00Z"}}}',
    true,
  ],
  ['heptio full', 200, 'application/json', '{"database":"OK","dns":"OK"}', true],
  ['heptio full bad', 503, 'application/json', '{"database":"dial tcp: connection refused"}', false],
  ['go 204', 204, '', '', true],
  ['phoenix ok', 200, 'text/plain', 'OK', true],
  ['phoenix json', 200, 'application/json', '{"data":{"status":"ok","version":"0.1.0"}}', true],
  ['phoenix plug_checkup', 200, 'application/json', '[{"name":"DB","time":123,"healthy":true,"error":null}]', true],
  [
    'phoenix plug_checkup bad',
    500,
    'application/json',
    '[{"name":"DB","time":123,"healthy":false,"error":"timeout"}]',
    false,
  ],
  [
    'phoenix plug_checkup bad 200',
    200,
    'application/json',
    '[{"name":"DB","time":123,"healthy":false,"error":"timeout"}]',
    false,
  ],
  ['fastapi', 200, 'application/json', '{"status":"ok"}', true],
  [
    'fastapi health pkg',
    200,
    'application/json',
    '{"status":"Healthy","totalTimeTaken":"0:00:00.1","entities":[{"alias":"postgres db","status":"Healthy","timeTaken":"0:00:00","tags":["db"]}]}',
    true,
  ],
  [
    'fastapi health pkg bad',
    200,
    'application/json',
    '{"status":"Unhealthy","entities":[{"alias":"postgres db","status":"Unhealthy"}]}',
    false,
  ],
  ['fastapi bool', 200, 'application/json', 'true', true],
  ['fastapi string', 200, 'application/json', '"OK"', true],
  ['fastapi detail 404', 404, 'application/json', '{"detail":"Not Found"}', false],
  ['fastapi hello', 200, 'application/json', '{"message":"Hello World"}', false],
  ['express uptime', 200, 'application/json', '{"uptime":123.4,"message":"OK","timestamp":1700000000000}', true],
  ['express uptime only', 200, 'application/json', '{"uptime":123.4}', false],
  ['express db err', 200, 'application/json', '{"uptime":1,"message":"OK","db":{"connected":false}}', false],
  [
    'terminus',
    200,
    'application/json',
    '{"status":"ok","info":{"database":{"status":"up"}},"error":{},"details":{"database":{"status":"up"}}}',
    true,
  ],
  [
    'terminus bad',
    503,
    'application/json',
    '{"status":"error","info":{},"error":{"redis":{"status":"down","message":"x"}},"details":{"redis":{"status":"down"}}}',
    false,
  ],
  ['aspnet text', 200, 'text/plain', 'Healthy', true],
  ['aspnet degraded', 200, 'text/plain', 'Degraded', false],
  [
    'aspnet json',
    200,
    'application/json',
    '{"status":"Healthy","totalDuration":"00:00:00.01","entries":{"npgsql":{"data":{},"duration":"00:00:00","status":"Healthy","tags":[]}}}',
    true,
  ],
  [
    'aspnet json bad entry',
    200,
    'application/json',
    '{"status":"Degraded","entries":{"npgsql":{"status":"Degraded"}}}',
    false,
  ],
  [
    'quarkus',
    200,
    'application/json',
    '{"status":"UP","checks":[{"name":"Database connections health check","status":"UP","data":{"<default>":"UP"}}]}',
    true,
  ],
  ['quarkus down', 503, 'application/json', '{"status":"DOWN","checks":[{"name":"Database","status":"DOWN"}]}', false],
  [
    'django-health-check',
    200,
    'application/json',
    '{"Cache backend: default":"working","DatabaseBackend":"working"}',
    true,
  ],
  ['django-health-check bad', 500, 'application/json', '{"DatabaseBackend":"unavailable: OperationalError"}', false],
  [
    'django bad 200',
    200,
    'application/json',
    '{"DatabaseBackend":"unavailable: OperationalError","Cache":"working"}',
    false,
  ],
  [
    'laravel spatie',
    200,
    'application/json',
    '{"finishedAt":1700000000,"checkResults":[{"name":"Database","label":"Database","notificationMessage":"","shortSummary":"Ok","status":"ok","meta":[]}]}',
    true,
  ],
  [
    'laravel spatie failed',
    200,
    'application/json',
    '{"finishedAt":1700000000,"checkResults":[{"name":"Database","status":"failed","notificationMessage":"Could not connect"},{"name":"Cache","status":"ok"}]}',
    false,
  ],
  [
    'laravel up',
    200,
    'text/html',
    '<!DOCTYPE html><html lang="en"><head><title>Laravel</title></head><body><div>Application up</div><p>HTTP request received. Response successfully rendered in 12ms.</p></body></html>',
    true,
  ],
  [
    'dropwizard',
    200,
    'application/json',
    '{"deadlocks":{"healthy":true,"duration":0},"postgresql":{"healthy":true,"duration":2}}',
    true,
  ],
  [
    'dropwizard bad',
    500,
    'application/json',
    '{"postgresql":{"healthy":false,"message":"down","error":{"type":"x"}}}',
    false,
  ],
  ['grpc gateway', 200, 'application/json', '{"status":"SERVING"}', true],
  ['grpc not', 200, 'application/json', '{"status":"NOT_SERVING"}', false],
  [
    'micronaut',
    200,
    'application/json',
    '{"name":"app","status":"UP","details":{"jdbc":{"name":"app","status":"UP"}}}',
    true,
  ],
  ['elixir ecto', 200, 'application/json', '{"status":"ok","checks":{"repo":"ok","oban":"ok"}}', true],
  ['elixir ecto bad', 200, 'application/json', '{"status":"ok","checks":{"repo":"error","oban":"ok"}}', false],
  [
    'fastify under-pressure',
    200,
    'application/json',
    '{"status":"ok","metrics":{"eventLoopDelay":10,"rssBytes":1}}',
    true,
  ],
  [
    'hapi',
    200,
    'application/json',
    '{"service":{"id":"x","name":"api","schemaVersion":"1","status":{"state":"good","message":["ok"],"published":"x"},"createdBy":"x"}}',
    true,
  ],
  ['hapi bad', 200, 'application/json', '{"service":{"status":{"state":"bad","message":["db down"]}}}', false],
  [
    'sanic/flask healthcheck',
    200,
    'application/json',
    '{"hostname":"x","status":"success","timestamp":1.5,"results":[{"checker":"db","output":"db ok","passed":true,"timestamp":1,"expires":2}]}',
    true,
  ],
  [
    'flask healthcheck bad',
    500,
    'application/json',
    '{"hostname":"x","status":"failure","results":[{"checker":"db","output":"x","passed":false}]}',
    false,
  ],
  ['actix/axum', 200, 'application/json', '{"healthy":true}', true],
  ['ktor', 200, 'text/plain', 'I am alive!', true],
  ['akka', 200, 'text/plain', 'OK', true],
  ['consul passing', 200, 'application/json', '{"Status":"passing"}', true],
  ['azure text', 200, 'text/plain', 'The service is up and running', true],
  ['maintenance', 200, 'text/plain', 'Service under maintenance', false],
  ['login html redirect', 302, 'text/html', '', false],
  ['hasura', 200, 'text/plain', 'OK', true],
  ['hasura warn', 200, 'text/plain', 'WARN: inconsistent objects in schema', false],
  ['keycloak', 200, 'application/json', '{"status":"UP","checks":[]}', true],
  ['postgrest ready', 200, '', '', true],
  [
    'ruby okcomputer',
    200,
    'text/plain',
    'default: PASSED Application is running (0s)\ndatabase: PASSED Schema version: 2026 (0s)\n',
    true,
  ],
  [
    'ruby okcomputer bad',
    500,
    'text/plain',
    'default: PASSED Application is running\ndatabase: FAILED Error: x\n',
    false,
  ],
  [
    'okcomputer bad 200',
    200,
    'text/plain',
    'default: PASSED Application is running (0s)\ndatabase: FAILED Error: connection (0s)\n',
    false,
  ],
  [
    'rails up, another page',
    200,
    'text/html',
    '<!DOCTYPE html><html><body style="background-color: green">Sign in</body></html>',
    false,
  ],
  [
    'laravel down',
    200,
    'text/html',
    '<!DOCTYPE html><html><body><span>Application experiencing problems</span><p>HTTP request received.</p></body></html>',
    false,
  ],
];

test.each(answers)('%s', async (_what, status, type, body, isWell) => {
  const isEmpty = status === 204 || status === 302;
  const response = new Response(isEmpty ? null : body, {
    status,
    headers: type === '' ? {} : { 'content-type': type },
  });
  const reading = await readHealthAnswer('https://api.acme.test/health', service, async () => response);
  expect(saysWell(() => judgeServiceHealth(reading, service))).toBe(isWell);
});

function saysWell(judge: () => readonly unknown[]): boolean {
  try {
    return judge().length === 0;
  } catch (error) {
    if (error instanceof NotVerified) return false;
    throw error;
  }
}
