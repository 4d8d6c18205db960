import { describe, expect, test } from 'vitest';
import {
  assetsOfLinks,
  assetsOfPage,
  assetsOfScript,
  assetsOfStyle,
} from '../../../support/platforms/pages/asset-references.ts';
import { filesOfBuild } from '../../../support/platforms/pages/build-manifest.ts';

const site = 'https://app.acme.test';
const paths = (found: readonly { url: string; use: string }[]) =>
  found.map(({ url, use }) => `${use} ${url.replace(site, '')}`);

describe('a page loads', () => {
  test.each([
    [
      'an image by a preload without href',
      '<link rel=preload as=image imagesrcset="/a.png 1x, /b.png 2x">',
      ['image /a.png', 'image /b.png'],
    ],
    ['an image by a style of an element', `<div style="background: url('/bg.png')">`, ['image /bg.png']],
    ['a module by an inline script', '<script type="module">import("/lazy.js")</script>', ['module /lazy.js']],
    [
      'a module by an import map',
      '<script type="importmap">{"imports":{"lib":"/lib.js","lib/":"/lib/"}}</script>',
      ['module /lib.js'],
    ],
    [
      'the shadow root of an element',
      '<template shadowrootmode="open"><img src="/s.png"></template>',
      ['image /s.png'],
    ],
    [
      'subtitles, an object and a poster',
      '<video poster="/p.jpg"><track src="/t.vtt"></video><object data="/o.pdf">',
      ['image /p.jpg', 'other /t.vtt', 'other /o.pdf'],
    ],
    ['a script below its base', '<base href="/v2/"><script src="app.js"></script>', ['script /v2/app.js']],
  ])('%s', (_, html, expected) =>
    expect(paths(assetsOfPage(html, `${site}/`))).toEqual(expect.arrayContaining(expected)),
  );

  test.each([
    ['what a template keeps for scripts', '<template><img src="/no.png"></template>'],
    ['what a field shows as text', '<textarea><img src="/no.png"></textarea>'],
    ['a mark that a template would fill in', `<img src="{{ icon }}"><img src="\${icon}"><img src="<%= icon %>">`],
    ['what was commented out', '<!-- <script src="/no.js"></script> -->'],
    ['a script for old browsers', '<script nomodule src="/no.js"></script>'],
    ['markup in a script', '<script>var a = "<img src=/no.png>"</script>'],
  ])('nothing by %s', (_, html) => expect(paths(assetsOfPage(html, `${site}/`))).toEqual([]));

  test('what its Link headers preload', () => {
    const header = '</a.css>; rel=preload; as=style, </m.js>; rel="modulepreload", <https://cdn.test>; rel=preconnect';
    expect(paths(assetsOfLinks(header, `${site}/`))).toEqual(['style /a.css', 'module /m.js']);
  });
});

describe('a style loads', () => {
  test.each([
    ['a name with a blank', 'a{background:url("My Font.woff2")}', ['font /My%20Font.woff2']],
    ['a set of images', 'a{background:image-set("a.png" 1x, url(b.png) 2x)}', ['image /a.png', 'image /b.png']],
    ['another style', "@import 'x' layer(y); @import url(y.css) print;", ['style /x', 'style /y.css']],
    ['an escaped name', 'a{background:url(a\\)b.png)}', ['image /a)b.png']],
  ])('%s', (_, css, expected) => expect(paths(assetsOfStyle(css, `${site}/s.css`)).sort()).toEqual(expected.sort()));

  test.each([
    ['an address within an image', `a{background:url("data:image/svg+xml,%3Csvg fill='url(%23g)'%3E")}`],
    ['what was commented out', '/* url(no.png) */'],
    ['a part of the page', 'a{mask:url(#m)}'],
  ])('nothing by %s', (_, css) => expect(paths(assetsOfStyle(css, `${site}/s.css`))).toEqual([]));
});

describe('a script loads', () => {
  const script = `${site}/assets/x.js`;

  test.each([
    [
      'a module, with a query',
      'import "./real.js?v=2"; export * from "/other.js"',
      ['module /assets/real.js?v=2', 'module /other.js'],
    ],
    ['a module by a template', 'import(`./lazy.js`)', ['module /assets/lazy.js']],
    [
      'what Vite loads with a lazy chunk',
      'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/p-DkPXv3Zb.js","assets/p-DkPXv3Zb.css"])))=>i;import("./p-DkPXv3Zb.js")',
      ['module /assets/p-DkPXv3Zb.js', 'module /assets/p-DkPXv3Zb.js', 'style /assets/p-DkPXv3Zb.css'],
    ],
  ])('%s', (_, text, expected) => expect(paths(assetsOfScript(text, script))).toEqual(expected));

  test.each([
    ['a text of documentation', 'const a = `import x from "./no.js"`; const b = \'import("./no.js")\''],
    ['a comment', '// import "./no.js"'],
    ['the name of a package', 'import "react"'],
  ])('nothing by %s', (_, text) => expect(paths(assetsOfScript(text, script))).toEqual([]));
});

describe('the manifest of a build lists', () => {
  test.each([
    [
      'Vite',
      '/.vite/manifest.json',
      '{"main.ts":{"file":"assets/a-1.js","css":["assets/a-1.css"],"isEntry":true}}',
      ['script /assets/a-1.js', 'style /assets/a-1.css'],
    ],
    [
      'Create React App',
      '/asset-manifest.json',
      '{"files":{"main.js":"/static/js/main.1.js","index.html":"/index.html"}}',
      ['script /static/js/main.1.js'],
    ],
    ['nobody', '/asset-manifest.json', '<!doctype html>', []],
  ])('%s', (_, path, text, expected) => expect(paths(filesOfBuild(text, site + path))).toEqual(expected));
});
