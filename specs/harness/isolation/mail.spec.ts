import { describe, expect, test } from 'vitest';
import { type CaughtMail, startMailpit } from '../../../fixtures/answers/start-mailpit.ts';
import { NotApplicable } from '../../../support/check/index.ts';
import { linkSources } from '../../../support/families/isolation/links/link-sources.ts';
import { mailedLinks } from '../../../support/families/isolation/links/read-mail.ts';
import { openReadings } from '../reading/open-readings.ts';
import { twoEnvironments } from './two-environments.ts';

type MailSource = NonNullable<NonNullable<Parameters<typeof twoEnvironments>[0]>['isolation']>['mail'];

async function linksOf(mails: readonly CaughtMail[], over: Partial<NonNullable<MailSource>> = {}, password?: string) {
  await using mailpit = await startMailpit(mails, password);
  const { prod } = twoEnvironments({ isolation: { mail: { url: { value: mailpit.url }, ...over } } });
  await using open = openReadings([{ origin: mailpit.url, environment: 'prod' }]);
  return await open.reader('isolation/links').read(mailedLinks, prod);
}

const link = 'https://app.harbour.example/reset';
const mail = { text: `Go to ${link}.` };

describe('captured mail', () => {
  test('gives the links of its text and of its HTML', async () => {
    const html = '<a href="https://dev.harbour.example/reset">Go</a>';
    expect(await linksOf([{ ...mail, html }])).toEqual({
      mails: 1,
      attachments: 0,
      links: [link, 'https://dev.harbour.example/reset'],
      further: [],
      texts: expect.any(Array),
    });
  });

  test('gives the links of its subject and of the header to unsubscribe', async () => {
    const found = await linksOf([
      {
        ...mail,
        subject: 'Reset at https://dev.example/a',
        unsubscribe: '<https://dev.example/b>, <mailto:x@dev.example>',
      },
    ]);
    expect(found.links).toEqual([link, 'https://dev.example/a', 'https://dev.example/b']);
  });

  test('is read as far back, and as much of it, as the profile says', async () => {
    const mails = [
      mail,
      { text: 'https://old.example/', ageMs: 2 * 3_600_000 },
      { text: 'https://older.example/', ageMs: 3 * 3_600_000 },
    ];
    expect((await linksOf(mails)).links).toHaveLength(3);
    expect((await linksOf(mails, { withinHours: 1 })).links).toEqual([link]);
    expect((await linksOf(mails, { messages: 2 })).links).toEqual([link, 'https://old.example/']);
  });

  test('of another sender is left out, where several send to one catcher', async () => {
    const mails = [
      { ...mail, from: 'no-reply@prod.example' },
      { text: 'https://dev.example/', from: 'no-reply@dev.example' },
    ];
    expect((await linksOf(mails, { from: { value: 'no-reply@prod.example' } })).links).toEqual([link]);
  });

  test('without a link, or none at all, proves nothing', async () => {
    await expect(linksOf([])).rejects.toThrow('the 0 mails of the last 168 h that prod caught contain no link');
    await expect(linksOf([{ text: 'Your password was changed.' }])).rejects.toThrow('the 1 mails');
  });

  test('behind a password is read with it, and not verified without', async () => {
    const password = 'mail:made-up-word';
    expect((await linksOf([mail], { credentials: { value: password } }, password)).links).toEqual([link]);
    await expect(linksOf([mail], {}, password)).rejects.toThrow(/does not answer .*\/api\/v1\/messages.*status 401/);
  });
});

test('a profile that names neither a query nor a catcher has no source of links', () => {
  expect(() => linkSources(twoEnvironments().prod)).toThrow(
    new NotApplicable('`platforms.isolation.links` and `platforms.isolation.mail` are not set'),
  );
  const mailed = twoEnvironments({ isolation: { mail: { url: { value: 'http://127.0.0.1:8025' } } } }).prod;
  expect(linkSources(mailed).map(({ name }) => name)).toEqual(['captured mail']);
});
