import { describe, expect, test } from 'vitest';
import { judgeReachable } from '../../../support/platforms/pages/judge-page.ts';
import { placeholderOf } from '../../../support/platforms/pages/placeholder-page.ts';
import type { PagesProfile } from '../../../support/profile/index.ts';

const long = '<p>More of it.</p>'.repeat(500);

const shown: [string, string, string][] = [
  ['nginx', '<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>', 'the default page of a web server'],
  [
    'Apache on Ubuntu',
    `<title>Apache2 Ubuntu Default Page: It works</title>${long}`,
    'the default page of a web server',
  ],
  ['Apache', '<html><body><h1>It works!</h1></body></html>', 'the default page of a web server'],
  ['IIS', '<title>IIS Windows Server</title>', 'the default page of a web server'],
  ['a folder', '<title>Index of /</title><h1>Index of /</h1><pre>app/</pre>', 'a list of files'],
  ['Pages without a deployment', '<title>Nothing is here yet</title>', 'a host on which nothing was deployed'],
  ['Firebase', '<title>Welcome to Firebase Hosting</title><script src="/a.js"></script>', 'a host on which nothing'],
  ['an account that was not paid', '<title>Account Suspended</title>', 'a suspended account'],
  ['a parked domain', '<title>acme.test - This domain is for sale</title>', 'a parked domain'],
  ['a parked domain in German', '<title>Diese Domain steht zum Verkauf</title>', 'a parked domain'],
  ['a parked domain in French', '<title>Ce domaine est à vendre</title>', 'a parked domain'],
  [
    'a registrar’s page that leads on',
    '<script>window.onload=function(){window.location.href="/lander"}</script>',
    'a parked domain',
  ],
  [
    'a page of advertisements',
    '<title>acme.test domain is parked</title><script src="https://img.sedoparking.com/x.js"></script>',
    'a parked domain',
  ],
];

describe('no site is behind', () => {
  test.each(shown)('%s', (_name, body, what) => {
    const reading = {
      answers: true,
      url: 'https://acme.test/',
      status: 200,
      contentType: 'text/html',
      location: null,
      body,
      headers: new Headers(),
    } as const;
    const pages = {
      url: { url: new URL('https://acme.test/'), origin: 'https://acme.test' },
    } as unknown as PagesProfile;
    expect(judgeReachable(reading, pages)).toMatchObject([{ what: expect.stringContaining(what) }]);
  });
});

test.each([
  ['an app', '<title>Acme</title><div id="root"></div><script src="/a.js"></script>'],
  ['an app about nginx', '<title>How to welcome nginx users</title><h1>Welcome to nginx!</h1>'],
  ['a shop for domains', '<title>Find domains for sale</title><h1>Your name</h1><script src="/a.js"></script>'],
  ['an article', `<title>What a domain for sale costs</title>${long}`],
  ['a small page with a link to a shop for domains', '<title>Acme</title><a href="https://dan.com/">Domains</a>'],
  ['a firm that is named so', '<title>It works! GmbH</title><h1>Welcome</h1>'],
])('%s is a site', (_name, body) => expect(placeholderOf(body)).toBeUndefined());
