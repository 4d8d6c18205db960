import { describe, expect, test } from 'vitest';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { services } from '../../../support/platforms/services/platform.ts';
import type { ServiceAnswer, ServiceProfile } from '../../../support/platforms/services/read-answer.ts';
import type { Preflight } from '../../../support/platforms/worker/cors/read-preflight.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeOrigin, type OriginAnswers, originsOfService } from '../../services/cors.judge.ts';

const url = 'https://api.acme.test';
const site = 'https://app.acme.test';

function api(list: string, section: object = {}): ServiceProfile {
  return {
    ...services.settings.parse({ url: { value: url }, ...section }),
    url: Setting.of('API_URL', url, 'app.table:3:9'),
    allowedOrigins: Setting.of('ORIGINS', list, 'app.table:4:9'),
    environment: 'prod',
    name: 'api',
    place: 'platforms.services.api',
    called: 'the service api',
  } as ServiceProfile;
}

function around(
  options: { class?: 'production' | 'development'; sites?: string[]; staging?: string[]; list?: string } = {},
) {
  const sitesOf = (origins: string[] = []) =>
    origins.map((origin) => ({ url: Setting.of('SITE', origin, 'app.table:9:9') }));
  const staging = {
    environment: 'staging',
    sites: sitesOf(options.staging),
    services: options.list === undefined ? [] : [{ ...api(options.list), environment: 'staging' }],
  };
  return {
    class: options.class ?? 'production',
    environment: 'prod',
    sites: sitesOf(options.sites),
    others: [staging],
  } as never;
}

const refusedBy = (list: string, options?: Parameters<typeof around>[0]) =>
  originsOfService(api(list), around(options)).refused.map(({ origin }) => origin);

describe('the origins that a service is asked with', () => {
  test('pages of developers, of hosts that everybody has and of extensions are strangers to a production', () => {
    const strangers = ['http://localhost:3000', 'https://airlock-stranger.vercel.app', 'null', undefined];
    expect(refusedBy(site)).toEqual(expect.arrayContaining(strangers));
    expect(refusedBy(site, { class: 'development' })).not.toContain('http://localhost:3000');
  });

  test('one that the list names is not a stranger', () => {
    expect(refusedBy(`${site},http://localhost:3000`)).not.toContain('http://localhost:3000');
  });

  test('sites and lists of other environments are kept out', () => {
    const refused = refusedBy(site, { staging: ['https://stage.acme.test'], list: 'https://old.acme.test' });
    expect(refused).toEqual(expect.arrayContaining(['https://stage.acme.test', 'https://old.acme.test']));
  });

  test('a site of another environment that the list names is a mistake of the list', () => {
    const { allowed } = originsOfService(
      api(`${site},https://stage.acme.test`),
      around({ staging: ['https://stage.acme.test'] }),
    );
    expect(allowed.map(({ ownedBy }) => ownedBy)).toEqual([undefined, 'staging']);
  });

  test('a pattern is asked with an origin that fits it, and what fits it is not a look-alike', () => {
    const { allowed, refused } = originsOfService(api('https://*.acme.pages.dev'), around());
    expect(allowed.map(({ origin }) => origin)).toEqual(['https://airlock-preview.acme.pages.dev']);
    expect(refused.filter(({ origin = '' }) => /^https:\/\/[\w-]+\.acme\.pages\.dev$/.test(origin))).toEqual([]);
  });

  test('an app has an origin; `null` and two origins in one are none', () => {
    const { allowed } = originsOfService(api(`capacitor://localhost,null,${site} https://b.test`), around());
    expect(allowed.map(({ isMisfit }) => isMisfit === true)).toEqual([false, true, true]);
  });

  test('where the list lets everybody in, a stranger stands for all', () => {
    expect(originsOfService(api('*'), around())).toMatchObject({ isOpen: true, allowed: [] });
  });

  test('a list that is not set leaves the strangers', () => {
    const service = { ...api(site), allowedOrigins: Setting.missing('ORIGINS', 'app.table:4:9', 'no value', '') };
    expect(originsOfService(service as ServiceProfile, around()).allowed).toEqual([]);
  });
});

const answer = (headers: Record<string, string> = {}, status = 200, path = '/events'): ServiceAnswer => ({
  answers: true,
  url: `${url}${path}`,
  status,
  headers: new Headers(headers),
  text: '',
  json: undefined,
  atMs: 0,
});
const letIn = { 'access-control-allow-origin': site, vary: 'Origin' };
const preflight = (more: Partial<Preflight> = {}): Preflight => ({
  url: `${url}/events`,
  method: 'DELETE',
  status: 204,
  allowOrigin: site,
  allowMethods: 'GET, DELETE',
  allowHeaders: 'content-type, authorization',
  allowCredentials: null,
  vary: 'Origin',
  ...more,
});

function judge(origin: string, answers: OriginAnswers) {
  const service = api(site, {
    corsPath: ['/events', '/rooms'],
    corsMethods: ['DELETE'],
    corsHeaders: ['authorization'],
  });
  const listing = originsOfService(service, around());
  const subject = [...listing.allowed, ...listing.refused].find((each) => each.origin === origin);
  if (!subject) throw new Error(`${origin} is not asked`);
  const unasked = { answers: [answer(), answer({}, 200, '/rooms')], preflights: [] };
  return judgeOrigin(subject, listing, answers, unasked);
}

describe('what a service answers to pages', () => {
  test('every path and every method is judged', () => {
    const both = [answer(letIn), answer(letIn, 200, '/rooms')];
    expect(judge(site, { answers: both, preflights: [preflight()] })).toEqual([]);
    expect(
      judge(site, { answers: [answer(letIn), answer({}, 200, '/rooms')], preflights: [preflight()] }),
    ).toMatchObject([
      {
        from: [`GET ${url}/rooms`, 'app.table:4:9'],
        remedy: expect.stringContaining('platforms.services.api.corsPath'),
      },
    ]);
    const narrow = preflight({ allowMethods: 'GET', allowHeaders: '*' });
    expect(judge(site, { answers: both, preflights: [narrow] })).toMatchObject([
      { what: expect.stringContaining('does not allow DELETE') },
      { what: expect.stringContaining('does not allow a header'), expected: 'authorization' },
    ]);
  });

  test('a stranger whom a preflight alone lets in is let in', () => {
    const origin = 'http://localhost:3000';
    const answers = { answers: [answer()], preflights: [preflight({ allowOrigin: origin })] };
    expect(judge(origin, answers)).toMatchObject([{ what: expect.stringContaining('is let in') }]);
  });

  test.each([429, 500, 503])('an answer of %i tells nothing of an origin', (status) => {
    expect(() => judge(site, { answers: [answer({}, status)], preflights: [] })).toThrow(NotVerified);
  });
});
