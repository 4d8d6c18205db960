import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeLoads } from '../../../../support/smoke/judge/judge-loads.ts';
import { judgePageErrors } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { startForeignHost } from '../foreign-host.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { tinyPage } from '../tiny-pages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const open = (inside: string, watchMs = 1_500) => openTinyPage(browser, { '/': tinyPage(inside) }, { watchMs });

describe('a landmark that nobody sees is missing', () => {
  test.concurrent.for([
    ['at opacity 0', '<style>main{opacity:0}</style>', 'an opacity of 0'],
    ['below an opacity of 0', '<style>html{opacity:0}</style>', 'an opacity of 0'],
    [
      'under a white sheet',
      '<div id="sheet" style="position:fixed;inset:0;background:#fff"></div>',
      'div#sheet, which covers it',
    ],
    [
      'under a sheet that lets clicks through',
      '<div id="sheet" style="position:fixed;inset:0;background:#fff;pointer-events:none;z-index:9"></div>',
      'div#sheet, which covers it',
    ],
    ['of no size', '<style>main{width:1px;height:1px;overflow:hidden}</style>', 'its size'],
    ['outside of the page', '<style>main{position:absolute;left:-9999px}</style>', 'its place outside of the page'],
  ] as const)('%s', async ([, inside, reason]) => {
    // Within the landmark a sheet is its own content: it stands beside it.
    const page = inside.startsWith('<div') ? tinyPage('').replace('</main>', `</main>${inside}`) : tinyPage(inside);
    const reading = await openTinyPage(browser, { '/': page });
    expect(judgeLoads(reading)).toMatchObject([{ received: expect.stringContaining(reason) }]);
  });

  test.concurrent.for([
    [
      'with a cookie banner',
      '<div style="position:fixed;bottom:0;left:0;right:0;height:80px;background:#fff">We use cookies</div>',
    ],
    ['under a tint', '<div style="position:fixed;inset:0;background:rgba(0,0,0,.2);pointer-events:none"></div>'],
    ['below the fold', '<style>main{margin-top:3000px}</style>'],
    ['below a sticky head', '<header style="position:sticky;top:0;height:30px;background:#fff">Head</header>'],
    ['with an animation that begins at 0', '<style>@keyframes in{from{opacity:0}}main{animation:in .2s}</style>'],
  ] as const)('but not one %s', async ([, inside]) => {
    const reading = await openTinyPage(browser, { '/': tinyPage('').replace('</main>', `</main>${inside}`) });
    expect(judgeLoads(reading)).toEqual([]);
  });
});

describe('a landmark of which nothing is painted is missing', () => {
  const page = (main: string, beside = '') =>
    `<!doctype html><html lang="en"><title>Tiny</title><link rel="icon" href="data:,">${main}${beside}`;

  test.concurrent.for([
    [
      'whose content is transparent',
      '<main aria-label="Tiny"><div style="opacity:0"><h1>Tiny</h1><p>text</p></div></main>',
      'an opacity of 0',
    ],
    [
      'whose content is hidden',
      '<main aria-label="Tiny" style="height:300px"><div style="visibility:hidden"><h1>Tiny</h1></div></main>',
      'visibility: hidden',
    ],
    ['that is empty', '<main aria-label="Tiny" style="height:300px"></main>', 'its emptiness'],
    [
      'that waits for its application',
      '<main aria-label="Tiny" style="min-height:100vh"><div id="root"></div></main>',
      'its emptiness',
    ],
    [
      'white on white',
      '<main aria-label="Tiny" style="color:#fff;background:#fff"><h1>Tiny</h1></main>',
      'the colour of its background',
    ],
    [
      'white on the white page',
      '<main aria-label="Tiny" style="color:#fffefe"><h1>Tiny</h1></main>',
      'the colour of its background',
    ],
    [
      'with text that is transparent',
      '<main aria-label="Tiny" style="color:transparent"><h1>Tiny</h1></main>',
      'text that is transparent',
    ],
    [
      'with text of no size',
      '<main aria-label="Tiny" style="font-size:0;height:200px"><p>Tiny</p></main>',
      'a font size of 0px',
    ],
    [
      'whose open root is hidden',
      '<main aria-label="Tiny"><div id="host" style="height:80px"></div></main><script>document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML = \'<p style="opacity:0">Tiny</p>\'</script>',
      'an opacity of 0',
    ],
    [
      'under a sheet that a style draws',
      '<main aria-label="Tiny"><h1>Tiny</h1></main><style>body::after{content:"";position:fixed;inset:0;background:#fff;z-index:9}</style>',
      'body, which covers it',
    ],
  ] as const)('%s', async ([, main, reason]) => {
    const reading = await openTinyPage(browser, { '/': page(main) });
    expect(judgeLoads(reading)).toMatchObject([{ received: expect.stringContaining(reason) }]);
  });

  test.concurrent.for([
    ['with a canvas alone', '<main aria-label="Tiny"><canvas width="300" height="200"></canvas></main>'],
    [
      'with a picture of its background',
      '<main aria-label="Tiny" style="height:200px;background:linear-gradient(red,blue)"></main>',
    ],
    [
      'white on a dark page',
      '<body style="background:#111"><main aria-label="Tiny" style="color:#fff"><h1>Tiny</h1></main>',
    ],
    [
      'white on a page whose root is dark',
      '<style>html{background:#000}</style><main aria-label="Tiny" style="color:#fff"><h1>Tiny</h1></main>',
    ],
    [
      'with a heading that a gradient fills',
      '<main aria-label="Tiny"><h1 style="color:transparent;background:linear-gradient(red,blue);background-clip:text;-webkit-background-clip:text">Tiny</h1></main>',
    ],
    [
      'with a skeleton of boxes',
      '<main aria-label="Tiny"><div style="width:300px;height:20px;background:#eee"></div></main>',
    ],
    ['whose first child is hidden', '<main aria-label="Tiny"><p style="opacity:0">later</p><p>Tiny</p></main>'],
    [
      'with an open root',
      '<main aria-label="Tiny"><div id="host" style="height:80px"></div></main><script>document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML = "<p>Tiny</p>"</script>',
    ],
    [
      'with an element that closes its root',
      '<main aria-label="Tiny"><tiny-app style="display:block;height:80px"></tiny-app></main><script>customElements.define("tiny-app", class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: "closed" }).innerHTML = "<p>Tiny</p>" } })</script>',
    ],
    [
      'with words that a style writes',
      '<style>main::before{content:"Tiny"}</style><main aria-label="Tiny" style="min-height:40px"></main>',
    ],
    ['with a control alone', '<main aria-label="Tiny"><input aria-label="Search"></main>'],
    ['in colours of a wide gamut', '<main aria-label="Tiny" style="color:oklch(0.4 0.1 200)"><h1>Tiny</h1></main>'],
    [
      'on a decoration behind it',
      '<style>body::before{content:"";position:fixed;inset:0;background:#fafafa;z-index:-1}</style><main aria-label="Tiny"><h1>Tiny</h1></main>',
    ],
    [
      'with a thin line of its parent above it',
      '<style>body::after{content:"";position:fixed;top:0;left:0;right:0;height:3px;background:#f00}</style><main aria-label="Tiny"><h1>Tiny</h1></main>',
    ],
  ] as const)('but not one %s', async ([, main]) => {
    expect(judgeLoads(await openTinyPage(browser, { '/': page(main) }))).toEqual([]);
  });
});

describe('a page that has settled is watched on', () => {
  test.concurrent('a late redirect is told', async () => {
    const late = tinyPage('<script>setTimeout(() => { location.href = "/elsewhere" }, 3_000)</script>');
    const { watch } = await openTinyPage(browser, { '/': late, '/elsewhere': tinyPage('') }, { watchMs: 6_000 });
    expect(judgePageErrors(watch.events)).toMatchObject([
      { what: 'the page goes to another address by itself', received: expect.stringMatching(/\/elsewhere$/) },
    ]);
  });

  test.concurrent('a late socket is seen', async () => {
    await using foreign = await startForeignHost();
    const address = `ws://${foreign.host}`;
    const { watch } = await open(`<script>setTimeout(() => new WebSocket("${address}"), 900)</script>`);
    expect([...watch.connections.keys()]).toContain(`http://${foreign.host}`);
  });

  test.concurrent('a beacon that is sent when the page is left is seen', async () => {
    await using foreign = await startForeignHost();
    const { watch } = await open(
      `<script>addEventListener("pagehide", () => navigator.sendBeacon("http://${foreign.host}/collect", "x"))</script>`,
      200,
    );
    expect([...watch.connections.keys()]).toContain(`http://${foreign.host}`);
  });

  test.concurrent('a dialog is told', async () => {
    const { watch } = await open('<script>setTimeout(() => alert("broken"), 30)</script>', 0);
    expect(judgePageErrors(watch.events)).toMatchObject([
      { what: 'the page shows a dialog by itself', received: 'alert: broken' },
    ]);
  });

  test.concurrent('a landmark that goes away later is missing', async () => {
    const reading = await open('<script>setTimeout(() => document.querySelector("main").remove(), 700)</script>');
    expect(judgeLoads(reading).map(({ what }) => what)).toEqual(['the landmark is not visible on the page']);
  });

  test.concurrent("a change of the address within the page is the page's own affair", async () => {
    const { watch } = await open('<script>setTimeout(() => { location.hash = "#part" }, 400)</script>', 800);
    expect(judgePageErrors(watch.events)).toEqual([]);
  });
});
