import { describe, expect, test } from 'vitest';
import { linksIn, linksInHtml } from '../../../support/families/isolation/links/links-in.ts';
import { judgeLinks } from '../../isolation/links.judge.ts';
import { threadMs } from '../linear/thread-time.ts';
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

/** A mail as it is sent, with lines of at most 76 characters. */
function quotedPrintable(body: string): string {
  const written = [...Buffer.from(body)]
    .map((byte) =>
      byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
    )
    .join('');
  const lines = written.replace(/(.{70}(?:[^=].?|..))(?=.)/g, '$1=\r\n');
  return `Subject: Reset\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${lines}\r\n`;
}
function inBase64(body: string): string {
  const lines = base64(body).replace(/.{76}/g, '$&\r\n');
  return `Subject: Reset\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n`;
}

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
    ['a refresh without `url=`', `<meta http-equiv="Refresh" content="0; ${target}">`],
    ['a refresh without a scheme', `<meta http-equiv=refresh content="0.5,//${foreign}/x">`],
    ['a refresh in quotes', `<meta content="0 url='${target}'" http-equiv=refresh>`],
    ['a picture behind the text', `<div style="background:url(https://${foreign}/a.png)">x</div>`],
    ['a picture behind the text, escaped', `<div style="background:url(//\\64 ev.harbour.example/a.png)">x</div>`],
    ['an import of a style', `<style>@import "//${foreign}/a.css";</style>`],
    ['pictures of several sizes', `<img srcset="${ofHome}/a.png 1x, //${foreign}/b.png 2x">`],
    ['a picture', `<img src="//${foreign}/a.png">`],
    ['a picture of Outlook', `<!--[if gte mso 9]><v:fill src="https://${foreign}/a.png"/><![endif]-->`],
    ['a page inside', `<iframe srcdoc="&lt;a href='${target}'&gt;x&lt;/a&gt;"></iframe>`],
    ['a hidden field', `<form action="${ofHome}/r"><input type="hidden" name="next" value="${target}"></form>`],
    ['a script in a link', `<a href="javascript:location='${target}'">x</a>`],
    ['a page in a link', `<a href="data:text/html,<meta http-equiv=refresh content='0;url=${target}'>">x</a>`],
    ['a page in a link, in base64', `<a href="data:text/html;base64,${base64(`<a href='${target}'>x</a>`)}">x</a>`],
    ['a redirect in a token', `<a href="${ofHome}/r?t=e30.${base64url(JSON.stringify({ next: target }))}.x1">x</a>`],
    ['a redirect whose slashes have a tab between them', `<a href="${ofHome}/r?next=/%09/${foreign}/x">x</a>`],
    [
      'a redirect behind a tracker',
      `<a href="https://help.example/c/1?l=${encodeURIComponent(`${ofHome}/r?next=${thrice(target)}`)}">x</a>`,
    ],
    ['signs that show nothing', `<p>Go to dev.&#8203;harbour&shy;.example/reset.</p>`],
    [
      'wide letters',
      `<p>Go to ${String.fromCodePoint(...[...foreign].map((each) => (each.codePointAt(0) ?? 0) + 0xfee0))}/reset.</p>`,
    ],
    ['a chain of redirects', `<a href="${ofHome}/r?u=${ofHome}/r?u=${ofHome}/r?u=//${foreign}">x</a>`],
    ['a link in a template', `<template><a href="${target}">x</a></template>`],
    ['a link for readers without scripts', `<noscript><a href="https:\\\\${foreign}\\x">x</a></noscript>`],
  ])('by %s', (_, html) => {
    expect(told(linksInHtml(html))).not.toEqual([]);
    expect(told(linksIn({ html }))).not.toEqual([]);
  });

  test.each([
    ['a bare host', `Go to ${foreign}/reset.`],
    ['slashes as JSON escapes them', `{"url":"https:\\/\\/${foreign}\\/reset"}`],
    ['a redirect', `Go to ${ofHome}/r?next=${target}.`],
    ['an address in brackets', `Reset: <${target}>`],
    ['an address of Markdown', `[Reset](${target})`],
    ['a mail as JSON', JSON.stringify({ html: `<a href="${target}">x</a>` })],
    ['a mail in quoted-printable', quotedPrintable(`<p>Caf\u00e9</p><a class="a" href="${target}">x</a>`)],
    ['a text in quoted-printable', quotedPrintable(`Caf\u00e9: go to ${'x'.repeat(40)} ${target}`)],
    ['a mail in base64', inBase64(`<p>${'x'.repeat(70)}</p><a href="https:\\\\${foreign}\\reset">x</a>`)],
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
    ['a refresh without `url=` and a scheme', '<meta http-equiv="refresh" content="0;//other.example/x">'],
    ['base64 in a path', `<a href="https://help.example/c/${base64url(JSON.stringify({ to: unknown }))}/1">x</a>`],
    [
      'an address that a mail gateway wrote anew',
      '<a href="https://help.example/v2/url?u=https-3A__other.example_a-2Db&d=x">x</a>',
    ],
    ['slashes that were escaped twice', `<p>{"a":"{\\"u\\":\\"https:\\\\/\\\\/other.example\\"}"}</p>`],
    ['a redirect to a redirect', `<a href="${ofHome}/r?u=${ofHome}/r?next=${unknown}">x</a>`],
    [
      'that, encoded each time',
      `<a href="${ofHome}/r?u=${encodeURIComponent(`${ofHome}/r?next=${encodeURIComponent(unknown)}`)}">x</a>`,
    ],
    ['a parameter with a tab between its slashes', `<a href="${ofHome}/r?next=/%09/other.example">x</a>`],
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
    ['words that are not an address', '<p>It is undefined/null or null/void.</p>'],
    ['an entity beyond Unicode', `<a href="${ofHome}/&#x110000;">x</a>`],
    [
      'what leads to no host',
      `<a href="mailto:a@x.example">m</a><a href="#top">t</a><a href="{{u}}">u</a><a href="app://x">a</a>`,
    ],
    ['numbers in its head', '<meta name="description" content="5, Main Street"><meta name="n" content="1200">'],
    [
      'its own address in the path of a tracker',
      `<a href="https://help.example/c/${base64url(`${ofHome}/a?b=1`)}/1">x</a>`,
    ],
    [
      'its own address, as a mail gateway wrote it',
      '<a href="https://help.example/v2/url?u=https-3A__app.example_a&d=x">x</a>',
    ],
    ['words with slashes', `<a href="${ofHome}/docs/internationalization/configuration/authentication">x</a>`],
    ['a script that stays', '<a href="javascript:void(0)">x</a>'],
    ['a picture in it', '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ">'],
  ])('with %s', (_, html) => {
    expect(told(linksInHtml(html))).toEqual([]);
  });

  test('with the escapes of a log behind its link', () => {
    expect(told(linksIn(`sent: "Go to ${ofHome}/a\\nThank you" and ${ofHome}/b\\u0026c`))).toEqual([]);
  });

  test.each([
    ['JSON', JSON.stringify({ html: `<a href="${ofHome}/x">x</a>` })],
    ['quoted-printable', quotedPrintable(`<p>${'x'.repeat(60)}</p><a class="a" href="${ofHome}/x?token=41">x</a>`)],
    ['base64', inBase64(`<p>${'x'.repeat(70)}</p><a href="${ofHome}/x?token=41">x</a>`)],
  ])('as %s', (_, text) => {
    const found = linksIn(text);
    expect(told(found)).toEqual([]);
    expect(found.links).toContainEqual(expect.stringContaining(`${ofHome}/x`));
  });
});

test.each<[string, (times: number) => string]>([
  ['beginnings', (times) => '<a '.repeat(times)],
  ['elements inside each other', (times) => '<div>'.repeat(times / 5)],
  ['spaces between texts', (times) => `["a"${' '.repeat(times)}`],
  ['backslashes', (times) => `https://app.example/${'\\'.repeat(times)}`],
  ['brackets', (times) => `https://app.example/${']'.repeat(times)}`],
  ['addresses', (times) => 'https://app.example/a '.repeat(times / 5)],
  ['comments of Outlook', (times) => '<!--[if mso]>'.repeat(times)],
  ['short lines', (times) => `Content-Transfer-Encoding: base64\n${'AAAA\n'.repeat(times)}`],
])('a mail of many %s is read in time that grows with its length', (_, mail) => {
  const read = (times: number) => threadMs(() => told(linksIn(mail(times))));
  read(1_000);
  expect(read(50_000)).toBeLessThan(2_000);
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
