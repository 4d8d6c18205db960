import { describe, expect, test } from 'vitest';
import { comparePair, summarizePairs } from '../../../support/families/config/index.ts';
import { authorizationParameters } from '../../../support/families/isolation/authorization-parameters.ts';
import { heldSecrets } from '../../../support/families/isolation/credentials/environment-secrets.ts';
import { isComparedAlone, secretPairs } from '../../../support/families/isolation/credentials/secret-pairs.ts';
import { outcomeOf } from '../../../support/families/isolation/credentials/trial.ts';
import { databaseTarget, isSameDatabase } from '../../../support/families/isolation/databases/database-target.ts';
import { unreadConnection } from '../../../support/families/isolation/databases/judge-databases.ts';
import { documentEvidence } from '../../../support/families/isolation/documents/judge-documents.ts';
import { linksIn, linksInHtml } from '../../../support/families/isolation/links/links-in.ts';
import { type Profile, Setting } from '../../../support/profile/index.ts';
import { judgeType } from '../../isolation/convex-type.judge.ts';
import { judgeCredential } from '../../isolation/credential-scope.judge.ts';
import { judgeLinks } from '../../isolation/links.judge.ts';
import { judgeSignIn } from '../../isolation/oauth-client.judge.ts';
import { judgeSecrets } from '../../isolation/secrets-differ.judge.ts';
import fc from '../property.ts';
import { twoEnvironments } from './two-environments.ts';

const trial = (status: number) => ({
  url: 'https://x.example/api',
  outcome: outcomeOf(status),
  answer: `status ${status}`,
  refusal: 'status 401 or 403',
});

describe('a credential', () => {
  const judge = (home: number, elsewhere: number, bare?: number) =>
    judgeCredential({
      kind: 'deploy key',
      owner: 'dev',
      setting: Setting.of('KEY', 'made-up', 'app.table:3'),
      environment: 'prod',
      home: trial(home),
      elsewhere: trial(elsewhere),
      bare: bare === undefined ? undefined : trial(bare),
    });

  test.each([401, 403])('that is refused with %i is apart', (status) => {
    expect(judge(200, status)).toEqual([]);
  });

  test('that opens another environment is told', () => {
    expect(judge(200, 200)).toMatchObject([{ what: 'the deploy key of dev opens prod' }]);
    // Also where home is down: what it opens, it opens.
    expect(judge(503, 200)).toHaveLength(1);
  });

  test.each([404, 429, 500, 302])('that is answered with %i says neither', (status) => {
    expect(() => judge(200, status)).toThrow('neither accepts nor refuses it');
  });

  test('is taken by a path that asks who calls before it looks at the method, where the profile says so', () => {
    expect([outcomeOf(405), outcomeOf(405, [405]), outcomeOf(401, [405])]).toEqual(['unclear', 'opened', 'refused']);
  });

  test('that does not open its own environment proves nothing', () => {
    expect(() => judge(401, 401)).toThrow('is refused by dev itself');
  });

  test('at a path that is open to everybody proves nothing', () => {
    expect(() => judge(200, 200, 200)).toThrow('accepts requests without a token');
  });
});

describe('two connection strings', () => {
  test.each([
    ['postgres://a:b@db.acme.example/app', 'postgresql://c:d@DB.acme.example:5432/app', true],
    ['postgres://a:b@db.acme.example/app', 'postgres://a:b@db.acme.example/app_dev', false],
    ['postgres://a:b@db.acme.example:5433/app', 'postgres://a:b@db.acme.example/app', false],
    ['postgres://a:b@ep-x-1.eu.aws.neon.tech/app', 'postgres://a:b@ep-x-1-pooler.eu.aws.neon.tech/app', true],
    ['postgres://a:b@db.acme.example/app', 'postgresql+asyncpg://a:b@db.acme.example./app', true],
    ['postgres://a:b@db.acme.example/app', 'jdbc:postgresql://db.acme.example/app', true],
    ['mysql://a:b@db.acme.example/app', 'mysql2://a:b@db.acme.example:3306/app', true],
    ['mongodb://a:b@one.example,two.example:27018/app', 'mongodb://c:d@two.example:27018/app', true],
    ['mongodb://a:b@one.example,two.example/app', 'mongodb://a:b@three.example,four.example/app', false],
    ['postgres://a:b@one.example:5432,two.example:5432/app', 'postgres://a:b@one.example/app_dev', false],
    [
      'postgres://postgres:b@db.abcdefghijklmnopqrst.supabase.co/postgres',
      'postgres://postgres.abcdefghijklmnopqrst:b@aws-0-eu.pooler.supabase.com:6543/postgres',
      true,
    ],
    [
      'postgres://postgres.abcdefghijklmnopqrst:b@aws-0-eu.pooler.supabase.com:6543/postgres',
      'postgres://postgres.zyxwvutsrqponmlkjihg:b@aws-0-eu.pooler.supabase.com:6543/postgres',
      false,
    ],
  ])('%s and %s lead to one database: %s', (one, other, same) => {
    const [left, right] = [databaseTarget(one), databaseTarget(other)];
    expect(left && right && isSameDatabase(left, right)).toBe(same);
  });
});

test('a connection string in a form that is not known is told, and not left out', () => {
  const of = (value: string) => {
    const { dev, prod } = twoEnvironments({
      rows: `| CONVEX | DATABASE_URL | postgres://a:b@dev.example/app | ${value} |\n`,
    });
    return unreadConnection([dev, prod])?.place;
  };
  expect(of('postgres://a:b@db.example/app')).toBeUndefined();
  expect(of('host=db.example dbname=app user=a')).toMatch(/\(prod\)$/);
});

describe('two secrets', () => {
  const judge = (dev: string, prod: string) => {
    const rows = `| CONVEX | JWT_PRIVATE_KEY | ${dev} | ${prod} |\n`;
    const both = twoEnvironments({ rows });
    return judgeSecrets('prod', heldSecrets(both.prod), heldSecrets(both.dev), new Set()).map(({ what }) => what);
  };

  test.each([
    ['made-up-line-one made-up-line-two', String.raw`made-up-line-one\nmade-up-line-two`],
    ['made-up-line-one made-up-line-two', "'made-up-line-one made-up-line-two'"],
    [String.raw`made-up-line-one\r\nmade-up-line-two`, String.raw`made-up-line-one\nmade-up-line-two`],
  ])('that are one key, pasted in two ways, are told: %s and %s', (dev, prod) => {
    expect(judge(dev, prod)).toEqual(['JWT_PRIVATE_KEY of prod is also a secret of dev']);
  });

  test.each([
    ['ADMIN_PASSWORD', 'hunter2'],
    ['DOOR_TOKEN', 'k3y-X'],
  ])('that are too short to be looked for under other names are compared under their own: %s', (key, value) => {
    const alone = (other: string) => {
      const { dev, prod } = twoEnvironments({ rows: `| CONVEX | ${key} | ${other} | ${value} |\n` });
      const held = [...heldSecrets(prod), ...heldSecrets(dev)];
      const pairs = secretPairs(prod).filter((pair) => isComparedAlone(pair, held));
      return summarizePairs(pairs.map(comparePair)).findings.map(({ what }) => what);
    };
    expect(alone(value)).toEqual([`${key} is the same in prod and dev`]);
    expect(alone('0ther')).toEqual([]);
  });

  test('that differ are apart', () => {
    expect(judge('made-up-line-one made-up-line-two', 'made-up-line-one made-up-line-too')).toEqual([]);
  });
});

describe('a sign-in', () => {
  const own = 'client_id=prod-client&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback';
  const redirectTo = (query: string, provider = 'https://github.com/login/oauth/authorize') => ({
    url: 'https://app.example/auth',
    passed: [],
    provider,
    parameters: authorizationParameters(new URL(`${provider}${query}`)),
  });
  const judge = (redirect: ReturnType<typeof redirectTo>, declaredOther?: string) =>
    judgeSignIn({
      environment: 'prod',
      name: 'GitHub',
      redirect,
      declared: undefined,
      ownOrigins: ['https://app.example'],
      others: [{ environment: 'dev', redirect: redirectTo('?client_id=dev-client') }],
      declaredOthers:
        declaredOther === undefined
          ? []
          : [{ environment: 'dev', clientId: Setting.of('CLIENT', declaredOther, 'app.table:3') }],
    }).map(({ what }) => what);

  test('with its own client and way back is apart', () => {
    expect(judge(redirectTo(`?${own}&state=1&scope=a%20b`), 'dev-client')).toEqual([]);
  });

  test.each([
    ['?client_id=&redirect_uri=https://app.example/callback', 'has no client id'],
    ['?client_id=prod-client&redirect_uri=https://dev.app.example/callback', 'does not come back to prod'],
    ['?client_id=prod-client&redirect_uri=https://app.example.attacker.example/', 'does not come back to prod'],
    ['?client_id=prod-client&redirect_uri=', 'does not come back to prod'],
    ['?client_id=dev-client&redirect_uri=https://app.example/', 'has the same client as dev'],
    [`?${own}&state=1&state=2`, 'repeats `state`'],
    [`?${own}#client_id=prod-client`, 'repeats `client_id`'],
    [`?${own}&client_id[]=prod-client`, 'repeats `client_id`'],
    [`?${own};redirect_uri=https%3A%2F%2Fapp.example%2Fcallback`, 'repeats `redirect_uri`'],
  ])('with %s is told: %s', (query, what) => {
    expect(judge(redirectTo(query))).toEqual([expect.stringContaining(what)]);
  });

  test('that leads back to dev behind a semicolon or brackets is told', () => {
    for (const more of [';redirect_uri=https://dev.app.example/', '&redirect_uri[0]=https://dev.app.example/'])
      expect(judge(redirectTo(`?${own}${more}`)), more).toContain(
        'the sign-in GitHub of prod does not come back to prod',
      );
  });

  test('that was handed to the provider beforehand is not verified, and what it says is judged', () => {
    const pushed = 'request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Ax';
    expect(() => judge(redirectTo(`?client_id=prod-client&${pushed}`))).toThrow(/hands its request to the provider/);
    expect(judge(redirectTo(`?client_id=dev-client&${pushed}`))).toEqual([
      'the sign-in GitHub of prod has the same client as dev',
    ]);
    expect(judge(redirectTo(`?${own}&${pushed}`))).toEqual([]);
  });

  test('at another path of one provider has one client all the same', () => {
    const redirect = redirectTo(`?${own.replace('prod', 'dev')}`, 'https://github.com/login/oauth/v2/authorize');
    expect(judge(redirect)).toEqual(['the sign-in GitHub of prod has the same client as dev']);
  });

  test('with the client that the profile names for another environment is told', () => {
    expect(judge(redirectTo(`?${own}`), 'prod-client')).toEqual([
      'the sign-in GitHub of prod has the same client as dev',
    ]);
  });

  const foreign = 'redirect_uri=https%3A%2F%2Fdev.example%2Fcb&client_id=dev-client';

  test('whose own values stand among others does not hold, in whatever order, and in the fragment', () => {
    const separator = fc.constantFrom('&', '&x=1&', '&state=2&', '#', '#/?');
    fc.assert(
      fc.property(fc.boolean(), separator, (ownFirst, between) => {
        const [first, second] = ownFirst ? [own, foreign] : [foreign, own];
        const found = judge(redirectTo(`?${first}${between}${second}`)).join('\n');
        expect(found).toContain('repeats `client_id`');
        expect(found).toContain('repeats `redirect_uri`');
        expect(found).toContain('has the same client as dev');
        expect(found).toContain('does not come back to prod');
      }),
    );
  });

  test('with its parameters behind a fragment, or encoded twice, is told', () => {
    expect(judge(redirectTo(`#${own}`)).join('\n')).toContain('has `client_id` behind a `#`');
    const twice = '?client_id=dev%252Dclient&redirect_uri=https%253A%252F%252Fdev.example%252Fcb';
    const found = judge(redirectTo(twice)).join('\n');
    expect(found).toContain('encodes `client_id` twice');
    expect(found).toContain('encodes `redirect_uri` twice');
    expect(found).toContain('has the same client as dev');
  });
});

describe('links', () => {
  test('are found inside a mail, and in any depth', () => {
    const mail = {
      to: 'x',
      parts: [{ html: '<a href="https://app.example/reset?a=1&amp;b=2">here</a>, or https://dev.example/x.' }],
    };
    expect(linksIn(mail).links).toEqual(['https://app.example/reset?a=1&b=2', 'https://dev.example/x']);
  });

  test('of the HTML part of a mail are those that are followed; what is only loaded stands apart', () => {
    const html = `<html xmlns="http://www.w3.org/1999/xhtml"><img src='https://cdn.example/logo.png'>
      <a class=b href='https://app.example/reset?a=1&amp;b=2'>Go</a><form action=https://app.example/answer></form></html>`;
    expect(linksInHtml(html)).toMatchObject({
      links: ['https://app.example/reset?a=1&b=2', 'https://app.example/answer'],
      further: ['https://cdn.example/logo.png'],
    });
  });

  test.each([
    ['Acme [https://app.example]', 'https://app.example'],
    ['open **https://app.example/reset**!', 'https://app.example/reset'],
    ['“https://app.example”', 'https://app.example'],
    ['<https://app.example|Acme>', 'https://app.example'],
    ['http://[::1]:3000/reset', 'http://[::1]:3000/reset'],
  ])('are taken out of the sentence around them: %s', (text, link) => {
    expect(linksIn(text).links).toEqual([link]);
  });

  test('of HTML that name no host are told: a mail has no place of its own', () => {
    const { prod } = twoEnvironments({ site: 'https://app.example' });
    const html = `<a href="https://app.example/">Acme</a> <a href="undefined/reset?token=made-up">Reset</a>
      <a href="localhost:3000/x">x</a> <a href="mailto:a@app.example">m</a> <a href="#top">t</a> <a href="{{unsubscribe}}">u</a>
      <a href="https&#58;//app.example/y">y</a> <a href="myapp://reset">app</a>`;
    expect(linksIn({ html }).links).toEqual(
      expect.arrayContaining(['undefined/reset?token=made-up', 'localhost:3000/x']),
    );
    expect(judgeLinks(prod, source, linksInHtml(html)).map(({ received }) => received)).toEqual([
      'undefined/reset, which names no host',
      'localhost:3000/x, which names no host',
    ]);
  });

  const source = { name: 'links:preview', place: 'app.table:2', allow: ['https://help.example'] };

  test('to another origin are told without what may be a token in them', () => {
    const { prod } = twoEnvironments({ site: 'https://app.example' });
    const links = ['https://app.example/r?token=t', 'https://help.example/', 'https://dev.example/r?token=made-up'];
    const [finding, ...more] = judgeLinks(prod, source, {
      links,
      further: ['https://cdn.example/logo.png'],
      texts: [],
    });
    expect(more).toEqual([]);
    expect(finding?.received).toBe('https://dev.example/r');
  });

  test('that are only loaded are told where they are of another environment', () => {
    const { prod } = twoEnvironments({ site: 'https://app.example' });
    const further = ['https://dev.harbour.example/logo.png', 'http://www.w3.org/1999/xhtml'];
    expect(judgeLinks(prod, source, { links: [], further, texts: [] })).toMatchObject([
      { received: 'https://dev.harbour.example/logo.png' },
    ]);
  });
});

describe('a type', () => {
  const judge = (profile: Profile, type: string | undefined) => {
    const [convex] = profile.backends;
    if (!convex) throw new Error('the profile has no backend');
    return judgeType({ url: 'x', kind: 'cloud', type }, convex, profile);
  };

  test('that is the declared one fits', () => {
    const { dev, prod } = twoEnvironments();
    expect(judge(prod, 'prod')).toEqual([]);
    expect(judge(dev, 'dev')).toEqual([]);
  });

  test('that is another one is told', () => {
    const { dev, prod } = twoEnvironments();
    expect(judge(prod, 'dev')).toMatchObject([
      { expected: 'prod (prod:steady-otter-902)', received: 'dev, as it reports itself' },
    ]);
    expect(judge(dev, 'prod')).toHaveLength(1);
  });

  test('that nobody says is not there to be looked at', () => {
    const { prod } = twoEnvironments();
    expect(() => judge(prod, undefined)).toThrow('does not report its type');
  });
});

test('a sample of documents says what it may have missed', () => {
  const evidence = documentEvidence({
    sources: ['a', 'b'],
    counts: [{ table: 'x', documents: [100, 100], sampled: [6, 7] }],
    sameId: [],
    sameContent: [],
    oneIn: 16,
    resumed: 0,
    tooShort: [3, 0],
    alike: [1, 1],
  });
  expect(Object.fromEntries(evidence)).toEqual({
    'documents read': 200,
    'documents compared, one in 16 (10 that are shared would all be missed with a probability of 0.524, 100 with 0.002)': 13,
    'documents too short to tell a copy by their content': 3,
    'documents that too many others equal to tell a copy': 2,
    'documents taken over from a run that was cut off': 0,
  });
});
