import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlLinks } from '../../../support/families/isolation/links/html-links.ts';
import fc from '../property.ts';
import { launchChromium } from '../smoke/open-tiny-page.ts';

const home = 'https://none.invalid';
const nested = 'https://c.test';
let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

/**
 * Where Chromium's own `document.links` lead, and the `href` of any other element, in a document without scripts and without an address, as
 * a mail is. There, it knows no scheme for `//acme.com`, which a mail program opens.
 */
async function seenByBrowser(html: string): Promise<{ links: string[]; further: string[] }> {
  const { links, further } = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'text/html');
    const places = (elements: Iterable<Element>) =>
      [...elements].flatMap((each) => {
        const written = each.getAttribute('href') ?? '';
        // Many mail programs leave a base out.
        return [parsed.baseURI, undefined].map((base) => ({ href: URL.parse(written, base)?.href ?? '', written }));
      });
    return {
      links: [...parsed.links].map((each) => ({ href: each.href, written: each.getAttribute('href') ?? '' })),
      further: places(parsed.querySelectorAll('[href]')),
    };
  }, html);
  return {
    links: [...new Set(links.map(leading).flatMap(webOrigin))],
    further: further.map(leading).flatMap(webOrigin),
  };
}

function leading({ href, written }: { href: string; written: string }): string {
  const text = written.trim();
  return URL.canParse(href) || !/^[\\/]{2}/.test(text) ? href : (URL.parse(text, home)?.href ?? '');
}

function webOrigin(href: string): string[] {
  const url = URL.parse(href);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin !== home ? [url.origin] : [];
}

function originsOfOurs(html: string): string[] {
  return [...new Set(htmlLinks(html).followed.flatMap(webOrigin))];
}

const host = fc.constantFrom(
  'dev.acme.com',
  'app.acme.com',
  'ACME.com',
  'xn--bcher-kva.example',
  'bücher.example',
  '127.0.0.1',
  '0x7f.1',
  '[::1]:3000',
  'a.test:8080',
  'user@b.test',
  'x%2e.test',
);
const scheme = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS://',
  'https:\\\\',
  'https:/',
  'https:',
  'https:\\/',
  '//',
  '\\\\',
  '/\\',
  'ht&#9;tps://',
  'https:&#47&#47',
  '&#104;ttps://',
  ' https://',
  '\nhttps://',
  'https&colon;//',
  'https:&sol;&sol;',
  'mailto:',
  'tel:',
  'javascript:',
  'data:text/html,',
  '',
  '#',
  '?',
  '/',
);
const rest = fc.constantFrom(
  '',
  '/',
  '/reset?token=1',
  '/a b',
  `?next=${nested}`,
  '#x',
  '/&quot;',
  '\\x',
  '/\u00e9',
  '&amp;x',
  '/%zz',
  ';x',
);
const href = fc.tuple(scheme, host, rest).map((parts) => parts.join(''));
const quote = fc.constantFrom('"', "'", '');
const attribute = fc
  .tuple(fc.constantFrom('href', 'HREF', 'href ', 'data-href', 'xhref', 'title'), quote, href)
  .map(
    ([name, mark, value]) =>
      `${name}=${mark}${mark === '' ? value.replace(/[\s"'<>]/g, '') : value.replaceAll(mark, '')}${mark}`,
  );
const opening = fc
  .tuple(fc.constantFrom('a', 'A', 'area', 'a/', 'b', 'abbr', 'a\n'), fc.array(attribute, { maxLength: 3 }))
  .map(([name, attributes]) => `<${name} ${attributes.join(' ')}>`);
const piece = fc.oneof(
  { weight: 6, arbitrary: opening },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '</a>',
      '</A >',
      '<p>',
      '</p>',
      '<table>',
      '<tr><td>',
      '</table>',
      '<!--',
      '-->',
      '<!-- x -->',
      '<noscript>',
      '</noscript>',
      '<style>',
      '</style>',
      '<textarea>',
      '</textarea>',
      '<title>',
      '</title>',
      '<select><option>',
      '</select>',
      '<form>',
      '</form>',
      '<ul><li>',
      '<![CDATA[',
      ']]>',
      '<',
      '>',
      '</',
      '&',
      '<script>',
      '</script>',
      '<iframe>',
      '</iframe>',
      '<plaintext>',
      'Text',
      '<br/>',
      '<body>',
      '</html>',
      '<frameset>',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('https://', '//', ''), host)
      .map(([start, own]) => `<base href="${start}${own}/x/">`),
  },
);
const mail = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

describe('the links of a mail', () => {
  test('are those that Chromium has, of whatever markup', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(mail, async (html) => {
        const { links, further } = await seenByBrowser(html);
        const own = originsOfOurs(html);
        compared += links.length;
        expect({ html, missed: links.filter((link) => !own.includes(link)) }).toEqual({ html, missed: [] });

        // What other elements lead to is told too, as shapes of Outlook do, and so is an address inside one.
        const known = [...links, ...further, nested];
        expect({ html, invented: own.filter((link) => !known.includes(link)) }).toEqual({ html, invented: [] });
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
