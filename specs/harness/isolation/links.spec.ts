import { describe, expect, test } from 'vitest';
import { linksIn, linksInHtml } from '../../../support/families/isolation/links/links-in.ts';
import { judgeLinks } from '../../isolation/links.judge.ts';
import fc from '../property.ts';
import { twoEnvironments } from './two-environments.ts';

const ofHome = 'https://app.example';
const foreign = 'dev.harbour.example';
const source = { name: 'links:preview', place: 'app.table:2', allow: ['https://help.example'] };
function told(found: ReturnType<typeof linksIn>): string[] {
  const { prod } = twoEnvironments({ site: ofHome });
  return judgeLinks(prod, source, found).map(({ received }) => received);
}
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

const thrice = (text: string) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text)));
const target = `https://${foreign}/reset`;

describe('a mail that leads to another environment is told', () => {
  test.each([
    ['backslashes', `<a href="https:\\\\${foreign}\\x">x</a>`],
    ['one slash', `<a href="https:/${foreign}/x">x</a>`],
    ['no slash', `<a href="https:${foreign}/x">x</a>`],
    ['entities without a semicolon', `<a href="https:&#47&#47${foreign}/x">x</a>`],
    ['a tab inside', `<a href="ht&#9;tps://${foreign}/x">x</a>`],
    ['no scheme', `<a href="//${foreign}/x">x</a>`],
    ['a button', `<form><button formaction="${target}">x</button></form>`],
    ['a base', `<base href="https://${foreign}/"><a href="reset">x</a>`],
    ['a shape of Outlook', `<v:roundrect href="${target}">x</v:roundrect>`],
    ['a conditional comment', `<!--[if mso]><v:roundrect href="${target}">x</v:roundrect><![endif]-->`],
    ['a link in a drawing', `<svg><a xlink:href="${target}">x</a></svg>`],
    ['a refresh', `<meta http-equiv="refresh" content="0; url=${target}">`],
    ['a bare host in its text', `<p>Go to ${foreign}/reset.</p>`],
    ['a user before the host', `<a href="${ofHome}@${foreign}/">x</a>`],
    ['a redirect', `<a href="${ofHome}/r?u=${target}">x</a>`],
    ['a redirect, encoded', `<a href="${ofHome}/r?u=${encodeURIComponent(target)}">x</a>`],
    ['a redirect, encoded twice', `<a href="${ofHome}/r?u=${encodeURIComponent(encodeURIComponent(target))}">x</a>`],
    ['a redirect in base64', `<a href="${ofHome}/r?u=${encodeURIComponent(base64(target))}">x</a>`],
    ['a redirect in base64url', `<a href="${ofHome}/r?u=${base64url(target)}">x</a>`],
    ['a redirect without a scheme', `<a href="${ofHome}/r?next=//${foreign}/reset">x</a>`],
    ['a redirect in the fragment', `<a href="${ofHome}/#redirectTo=${target}">x</a>`],
    ['a redirect, encoded three times', `<a href="${ofHome}/r?u=${thrice(target)}">x</a>`],
    ['a redirect in base64 of base64', `<a href="${ofHome}/r?u=${base64url(base64(target))}">x</a>`],
    [
      'a redirect in the state of a sign-in',
      `<a href="${ofHome}/r?state=${base64url(JSON.stringify({ to: target }))}">x</a>`,
    ],
    ['a redirect behind an allowed host', `<a href="https://help.example/r?callbackUrl=${target}">x</a>`],
    ['a link in a choice', `<select><option><a href="${target}">x</a></select>`],
    ['an address that a base would make relative', `<base href="${ofHome}/"><a href="https:${foreign}/x">x</a>`],
    ['a word in bold', `<p>Go to dev.<b>harbour</b>.example/reset.</p>`],
    ['a link for readers without scripts', `<noscript><a href="https:\\\\${foreign}\\x">x</a></noscript>`],
  ])('by %s', (_, html) => {
    expect(told(linksInHtml(html))).not.toEqual([]);
    expect(told(linksIn({ html }))).not.toEqual([]);
  });

  test.each([
    ['a bare host', `Go to ${foreign}/reset.`],
    ['slashes as JSON escapes them', `{"url":"https:\\/\\/${foreign}\\/reset"}`],
    ['a redirect', `Go to ${ofHome}/r?next=${target}.`],
  ])('in plain text, by %s', (_, text) => {
    expect(told(linksIn(text))).not.toEqual([]);
  });
});

describe('a mail that leads to a host that nobody declared is told', () => {
  const unknown = 'https://other.example/reset';
  test.each([
    ['a parameter without a scheme', `<a href="${ofHome}/r?next=//other.example/reset">x</a>`],
    ['that, encoded', `<a href="${ofHome}/r?next=%2F%2Fother.example/reset">x</a>`],
    ['base64 of base64', `<a href="${ofHome}/r?u=${base64url(base64(unknown))}">x</a>`],
    ['the link of an app', `<a href="acme://open?u=${encodeURIComponent(unknown)}">x</a>`],
    ['the draft of a mail', `<a href="mailto:a@x.example?body=${encodeURIComponent(unknown)}">x</a>`],
    ['an intent of Android', `<a href="intent://other.example/x#Intent;scheme=https;end">x</a>`],
    ['an action of a mail program', `<script type="application/ld+json">{"target":"${unknown}"}</script>`],
    ['slashes as Unicode escapes', '<p>{"u":"https:\\u002F\\u002Fother.example"}</p>'],
    ['an address without a scheme', '<p>www.other.example/reset</p>'],
    ['an address whose variable is not set', '<p>Go to undefined/reset?token=1</p>'],
  ])('by %s', (_, html) => {
    expect(told(linksInHtml(html))).not.toEqual([]);
  });

  test('by the key of a record', () => {
    expect(told(linksIn({ [unknown]: 1 }))).toEqual([unknown]);
  });
});

describe('a mail of its own is left alone', () => {
  test.each([
    ['a link in a comment', `<!-- ${target} <a href="${target}">x</a> --><a href="${ofHome}/">x</a>`],
    ['a host that only ends alike', `<a href="${ofHome}/">x</a> not-${foreign} and x.${foreign}`],
    ['a redirect to itself', `<a href="${ofHome}/r?next=${encodeURIComponent(`${ofHome}/a`)}">x</a>`],
    ['a redirect within itself', `<a href="${ofHome}/r?next=/a&ratio=16:9">x</a>`],
    [
      'a font that its style loads',
      `<style>@font-face{src:url(https://fonts.example/x)}</style><a href="${ofHome}/">x</a>`,
    ],
    ['names of a vocabulary', `<div itemtype="https://schema.org/EmailMessage"><a href="${ofHome}/">x</a></div>`],
    [
      'a vocabulary in JSON',
      `<script type="application/ld+json">{"@context": "http://schema.org", "url": "${ofHome}/"}</script>`,
    ],
    ['an address that may be broken', `<p>https://app.<wbr>example/reset and ${ofHome.replace('.', '.\u200b')}/a</p>`],
    ['words that are no address', '<p>It is undefined/null or null/void.</p>'],
    ['an entity beyond Unicode', `<a href="${ofHome}/&#x110000;">x</a>`],
    [
      'what leads to no host',
      `<a href="mailto:a@x.example">m</a><a href="#top">t</a><a href="{{u}}">u</a><a href="app://x">a</a>`,
    ],
  ])('with %s', (_, html) => {
    expect(told(linksInHtml(html))).toEqual([]);
  });
});

test('a mail of many beginnings is read in time that grows with its length', () => {
  const read = (times: number) => {
    const started = performance.now();
    linksInHtml('<a '.repeat(times));
    return performance.now() - started;
  };
  read(1_000);
  expect(read(50_000)).toBeLessThan(1_000);
});

test('an address is found in any parameter, however it is encoded', () => {
  const encodings = [
    (text: string) => text,
    encodeURIComponent,
    base64url,
    (text: string) => encodeURIComponent(base64(text)),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...encodings),
      fc.stringMatching(/^[a-z_]{1,12}$/),
      fc.stringMatching(/^[a-z0-9/]{0,20}$/),
      fc.constantFrom('?', '#', '?a=1&'),
      (encode, name, path, mark) => {
        const link = `${ofHome}/r${mark}${name}=${encode(`${target}/${path}`)}`;
        expect(told(linksInHtml(`<a href="${link}">x</a>`))).not.toEqual([]);
        expect(told(linksIn(`See ${link} for more.`))).not.toEqual([]);
      },
    ),
  );
});
