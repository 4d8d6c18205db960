import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../support/check/finding.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { judgeFlag } from '../../../support/platforms/services/judge-flag.ts';
import { services } from '../../../support/platforms/services/platform.ts';
import type { ServiceAnswer, ServiceProfile } from '../../../support/platforms/services/read-answer.ts';
import type { HealthReading } from '../../../support/platforms/worker/read-health.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeServiceIdentity, type ToldIdentity } from '../../isolation/service-identity.judge.ts';
import { judgeOrigin, originsOfService } from '../../services/cors.judge.ts';
import { isDebugOpen } from '../../services/debug-closed.judge.ts';
import { judgeServiceHealth } from '../../services/healthy.judge.ts';
import { judgeMocks, toldMocks } from '../../services/mocks-off.judge.ts';
import { judgeHeaders, limitByHeaders } from '../../services/rate-limit-headers.judge.ts';
import { judgeBurst, limitByBurst } from '../../services/rate-limited.judge.ts';
import { judgeAddress, judgeCertificate } from '../../services/tls.judge.ts';

const url = 'https://api.acme.test';

/** A section of the config, as it is resolved. */
function api(section: object = {}): ServiceProfile {
  const parsed = services.settings.parse({ url: { value: url }, ...section });
  const origins = (section as { allowedOrigins?: { value: string } }).allowedOrigins?.value;
  return {
    ...parsed,
    url: Setting.of('API_URL', (section as { url?: { value: string } }).url?.value ?? url, 'app.table:3:9'),
    ...(origins !== undefined && { allowedOrigins: Setting.of('ORIGINS', origins, 'app.table:4:9') }),
    platform: 'services',
    environment: 'prod',
    name: 'api',
    place: 'platforms.services.api',
    called: 'the service api',
  } as ServiceProfile;
}

function answer(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
  path = '/debug/vars',
): ServiceAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = typeof body === 'string' ? undefined : body;
  return { answers: true, url: `${url}${path}`, status, headers: new Headers(headers), text, json, atMs: Date.now() };
}

const nowhere = answer(404, 'Not Found', {}, '/nobody');
const open: [string, ServiceAnswer, ServiceAnswer, boolean | 'not verified'][] = [
  ['401', answer(401), nowhere, false],
  ['403', answer(403), nowhere, false],
  ['404', answer(404), nowhere, false],
  ['a redirect to a sign-in page', answer(302, '', { location: '/users/sign_in' }), nowhere, false],
  [
    'a redirect to a login on another host',
    answer(302, '', { location: 'https://login.acme.test/start' }),
    nowhere,
    false,
  ],
  ['a redirect to itself with a slash', answer(301, '', { location: '/debug/vars/' }), nowhere, true],
  ['a redirect whose query speaks of a login', answer(302, '', { location: '/debug/all?login=1' }), nowhere, true],
  ['200', answer(200, { env: {} }), nowhere, true],
  ['405: the route is there', answer(405), nowhere, true],
  ['an error of the server', answer(500, 'oops'), nowhere, 'not verified'],
  ['a limit', answer(429), nowhere, 'not verified'],
  ['what every path answers', answer(200, '<div id="root">'), answer(200, '<div id="root">'), 'not verified'],
  [
    'what every path answers, with a nonce and the path',
    answer(200, '<script nonce="r4nd0mA">route("/debug/vars")</script>'),
    answer(200, '<script nonce="q9Zz1B">route("/nobody")</script>', {}, '/nobody'),
    'not verified',
  ],
  [
    'a redirect to the start page, as every path gets it',
    answer(302, '', { location: '/' }),
    answer(302, '', { location: '/' }, '/nobody'),
    'not verified',
  ],
  [
    'a redirect to TLS of every path',
    answer(308, '', { location: 'https://api.acme.test/debug/vars' }),
    answer(308, '', { location: 'https://api.acme.test/nobody' }, '/nobody'),
    'not verified',
  ],
  ['an empty success, as of every path', answer(200), answer(200, '', {}, '/nobody'), 'not verified'],
  [
    'a page of its own, where every path has one',
    answer(200, '{"env":{"HOME":"/root"}}'),
    answer(200, '<div id="root">', {}, '/nobody'),
    true,
  ],
  ['nothing', { answers: false, url, received: 'refused' }, nowhere, 'not verified'],
];

test.each(open)('services/debug-closed: %s', (_name, debug, control, expected) => {
  const judge = () => isDebugOpen(debug, control, api());
  if (expected === 'not verified') expect(judge).toThrow(NotVerified);
  else expect(judge()).toBe(expected);
});

type Case = [name: string, judge: () => Finding[], says: string | undefined | 'not verified'];

const health = (status: number, body: unknown): HealthReading => ({
  answers: true,
  url: `${url}/health`,
  status,
  headers: new Headers(),
  health: body as never,
});
const healthy: Case[] = [
  ['a word', () => judgeServiceHealth(health(200, 'ok'), api()), undefined],
  ['a boolean, in an envelope', () => judgeServiceHealth(health(200, { data: { ok: true } }), api()), undefined],
  ['a status of its own', () => judgeServiceHealth(health(503, { status: 'ok' }), api()), 'status 503'],
  [
    'a component that is down',
    () => judgeServiceHealth(health(200, { status: 'ok', checks: { db: 'down' } }), api()),
    'down',
  ],
  [
    'a component that is missing',
    () => judgeServiceHealth(health(200, { status: 'ok' }), api({ components: ['db'] })),
    'none',
  ],
  [
    'no answer',
    () => judgeServiceHealth({ answers: false, url, expected: 'x', received: 'refused' }, api()),
    'refused',
  ],
];

const limited = api({ rateLimit: { path: '/events', limit: 5, windowMs: 60_000 } });
const byHeaders = (headers: Record<string, string>, status = 200) =>
  judgeHeaders(limitByHeaders(answer(status, '', headers), limited), limited);
const toldLimits: Case[] = [
  ['a limit in a header', () => byHeaders({ 'x-ratelimit-limit': '5' }), undefined],
  ['a limit of the IETF draft', () => byHeaders({ 'ratelimit-policy': '"default";q=5;w=60' }), undefined],
  ['a limit of the drafts before', () => byHeaders({ 'ratelimit-policy': '5;w=60, 100;w=3600' }), undefined],
  ['a policy that is higher', () => byHeaders({ 'ratelimit-policy': '"default";q=50;w=60' }), '50'],
  ['a header that tells no number', () => byHeaders({ 'x-ratelimit-limit': 'none' }), 'not verified'],
  ['a higher one', () => byHeaders({ 'ratelimit-limit': '500' }), '500'],
  ['a refusal that tells a higher one', () => byHeaders({ 'x-ratelimit-limit': '500' }, 429), '500'],
  ['a refusal that tells none', () => byHeaders({}, 429), undefined],
  ['no header', () => byHeaders({}), 'not verified'],
  ['a route that asks for a sign-in', () => byHeaders({}, 401), 'not verified'],
  ['a broken route', () => byHeaders({}, 502), 'not verified'],
];

const events = '[{"id":1,"title":"an error of ours"}]';
const byBurst = (statuses: (number | string)[], section: ServiceProfile = limited, tookMs = 40) => {
  const answers = statuses.map((each) =>
    typeof each === 'string' ? { status: 200, text: each } : { status: each, text: each === 200 ? events : '' },
  );
  return judgeBurst(limitByBurst({ url, answers, tookMs }, section), section);
};
const times = (count: number, status = 200) => Array.from({ length: count }, () => status);
const unavailable = api({ rateLimit: { path: '/events', limit: 5, windowMs: 60_000, refusal: 503 } });
const limits: Case[] = [
  ['a refusal in the burst', () => byBurst([...times(5), 429]), undefined],
  ['a refusal before the limit, which others have spent', () => byBurst([...times(3), ...times(8, 429)]), undefined],
  ['a bucket that fills meanwhile', () => byBurst([...times(6), 429]), undefined],
  ['no refusal', () => byBurst(times(11)), '11 requests, answered 200'],
  ['no refusal within more than a window', () => byBurst(times(11), limited, 61_000), 'not verified'],
  ['more than the limit, and then a refusal', () => byBurst([...times(8), 429]), 'not verified'],
  ['another status than the meant one, at the limit', () => byBurst([...times(5), 503]), 'status 503'],
  ['an error of the server, before the limit', () => byBurst([...times(2), 503]), 'not verified'],
  ['an error of the server beside the meant refusal', () => byBurst([...times(5), 503, 429]), 'status 503'],
  ['403 of a firewall', () => byBurst([...times(5), 403, 403]), 'status 403'],
  ['418', () => byBurst([...times(4), 418]), 'status 418'],
  [
    '200 with a refusal in its body',
    () => byBurst([...times(5), '{"success":false,"error":"rate limited"}']),
    'rate limited',
  ],
  [
    'that refusal, where it is the meant one',
    () =>
      byBurst(
        [...times(5), '{"error":"too many requests"}'],
        api({ rateLimit: { path: '/events', limit: 5, windowMs: 60_000, refusal: 200 } }),
      ),
    undefined,
  ],
  [
    'another body that says nothing of a limit',
    () => byBurst([...times(5), ...Array.from({ length: 6 }, (_, id) => `[{"id":${id}}]`)]),
    '11 requests, answered 200',
  ],
  ['a redirect to a page that asks for a riddle', () => byBurst([...times(5), 302]), 'status 302'],
  ['that status, where it is the meant one', () => byBurst([...times(5), 503], unavailable), undefined],
  ['429, where 503 is the meant one', () => byBurst([...times(5), 429], unavailable), 'status 429'],
  ['a first refusal', () => byBurst([429]), 'not verified'],
  ['a route that asks for a sign-in', () => byBurst([401]), 'not verified'],
  ['a redirect in front of the limiter', () => byBurst([308]), 'not verified'],
];

const mocked = api({ mocks: { path: '/health', field: 'mocks' } });
const mocksOf = (body: unknown) => judgeMocks(toldMocks(answer(200, body), mocked), mocked, url);
const mocks: Case[] = [
  ['off', () => mocksOf({ mocks: false }), undefined],
  ['on', () => mocksOf({ mocks: true }), 'mocks: true'],
  ['an unknown word', () => mocksOf({ mocks: 'partly' }), 'partly'],
  ['nothing of it', () => mocksOf({ status: 'ok' }), 'not verified'],
];

const site = 'https://app.acme.test';
const around = { class: 'production', environment: 'prod', sites: [], others: [] } as const;
const listing = originsOfService(api({ allowedOrigins: { value: site } }), around);
const answered = (headers: Record<string, string> = {}, status = 200) => ({
  answers: [answer(status, '', headers)],
  preflights: [],
});
const asked = (origin: string | undefined, headers: Record<string, string>) => {
  const subject = [...listing.allowed, ...listing.refused].find((each) => each.origin === origin);
  if (!subject) throw new Error(`${origin} is not asked`);
  return judgeOrigin(subject, listing, answered(headers), answered());
};
const cors: Case[] = [
  ['the listed origin', () => asked(site, { 'access-control-allow-origin': site, vary: 'Origin' }), undefined],
  ['the listed origin, kept out', () => asked(site, {}), '(none)'],
  ['without Vary', () => asked(site, { 'access-control-allow-origin': site }), '(none)'],
  [
    'a stranger who is let in',
    () => asked('https://airlock-stranger.example', { 'access-control-allow-origin': '*' }),
    '*',
  ],
  [
    'a look-alike that is let in',
    () => asked(`${site}.evil.test`, { 'access-control-allow-origin': `${site}.evil.test` }),
    'evil.test',
  ],
  ['`null`, kept out', () => asked('null', {}), undefined],
];

const nowMs = Date.parse('2026-06-10T12:00:00Z');
const certificate = (more: object) =>
  ({
    certificate: {
      subject: 'api',
      issuer: 'CA',
      names: 'api.acme.test',
      validToMs: nowMs + 1_000,
      distrust: undefined,
      ...more,
    },
  }) as never;
const tls: Case[] = [
  ['https', () => judgeAddress(api()), undefined],
  ['http', () => judgeAddress(api({ url: { value: 'http://api.acme.test' } })), 'http://api.acme.test'],
  ['a trusted certificate', () => judgeCertificate(certificate({}), api(), nowMs), undefined],
  ['one that has expired', () => judgeCertificate(certificate({ validToMs: nowMs - 1 }), api(), nowMs), 'expired'],
  [
    'one that nobody trusts',
    () => judgeCertificate(certificate({ distrust: 'self-signed' }), api(), nowMs),
    'self-signed',
  ],
  ['no connection', () => judgeCertificate({ failure: 'refused' }, api(), nowMs), 'not verified'],
];

const flag = { key: 'DEBUG', value: 'true', cell: 'app.table:5:9', isOn: true };
const flags: Case[] = [
  ['the same', () => judgeFlag(flag, true, 'open', url), undefined],
  ['another', () => judgeFlag(flag, false, '/debug is closed', url), '/debug is closed'],
  ['no flag', () => judgeFlag(undefined, false, 'closed', url), undefined],
];

const telling = api({ identity: { environment: 'environment', instance: 'instance' } });
const told = (more: Partial<ToldIdentity>): ToldIdentity => ({
  service: telling,
  url,
  environment: 'prod',
  database: undefined,
  meantDatabase: undefined,
  instance: 'a',
  ...more,
});
const identity: Case[] = [
  ['its own', () => judgeServiceIdentity(told({}), [told({ instance: 'b' })]), undefined],
  ["another environment's", () => judgeServiceIdentity(told({ environment: 'staging' }), []), 'staging'],
  ['another database', () => judgeServiceIdentity(told({ database: 'dev', meantDatabase: 'prod' }), []), 'dev'],
  ['one process for two', () => judgeServiceIdentity(told({}), [told({})]), 'a in both'],
  ['an instance that is not told', () => judgeServiceIdentity(told({ instance: undefined }), []), 'not verified'],
  ['nothing', () => judgeServiceIdentity(told({ environment: undefined, instance: undefined }), []), 'not verified'],
];

describe.each([
  ['services/healthy', healthy],
  ['services/rate-limited', limits],
  ['services/rate-limit-headers', toldLimits],
  ['services/mocks-off', mocks],
  ['services/cors', cors],
  ['services/tls', tls],
  ['a flag', flags],
  ['isolation/service-identity', identity],
])('%s', (_, cases) => {
  test.each(cases)('%s', (_name, judge, says) => {
    if (says === 'not verified') return void expect(judge).toThrow(NotVerified);
    const received = judge().map((finding) => finding.received);
    expect(received.length > 0, received.join('\n')).toBe(says !== undefined);
    expect(received.join('\n')).toContain(says ?? '');
  });
});
