import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isHydrationError } from '../../../../support/smoke/judge/hydration-error.ts';
import { judgePageErrors } from '../../../../support/smoke/judge/judge-page-errors.ts';
import { launchChromium, openTinyPage } from '../open-tiny-page.ts';
import { tinyPage } from '../tiny-pages.ts';

let browser: Browser;
const bundles = new Map<string, string>();

beforeAll(async () => {
  browser = await launchChromium();
  for (const mode of ['development', 'production']) bundles.set(mode, await bundle(mode));
});
afterAll(() => browser.close());

/** The hydrating page with React's own build for the mode. */
async function bundle(mode: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    mode,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      minify: mode === 'production',
      lib: { entry: join(import.meta.dirname, 'hydrating-page.ts'), formats: ['es'], fileName: 'page' },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? '';
}

/** Opens a page whose HTML says `<p class="a">from the server</p>` and whose browser renders what `search` says. */
async function findErrors(mode: string, search: string) {
  const answers = {
    '/': tinyPage(
      '<div id="root"><p class="a">from the server</p></div><script type="module" src="/page.js"></script>',
    ),
    '/page.js': { type: 'text/javascript', body: bundles.get(mode) ?? '' },
  };
  const reading = await openTinyPage(browser, answers, { page: { path: `/?${search}` } });
  return judgePageErrors(reading.watch.events);
}

const hydration = 'server and browser rendered different markup (hydration)';

test.concurrent.for(['development', 'production'])(
  'in React’s %s build an equal text hydrates in silence',
  async (mode) => {
    expect(await findErrors(mode, 'text=from the server')).toEqual([]);
  },
);

test.concurrent.for([
  ['development', /^Hydration failed because/],
  ['production', /^Minified React error #418;/],
] as const)('in React’s %s build another text is found as a hydration error', async ([mode, wording]) => {
  const findings = await findErrors(mode, 'text=from the browser');
  expect(findings).toMatchObject([{ what: hydration, received: expect.stringMatching(wording) }]);
});

test.concurrent('in React’s development build another attribute is found as a hydration error', async () => {
  const findings = await findErrors('development', 'text=from the server&class=b');
  expect(findings.map(({ what }) => what)).toEqual([hydration]);
});

test.concurrent.for([
  'Minified React error #423; visit https://react.dev/errors/423 for the full message',
  'Error: Minified React error #425; visit https://reactjs.org/docs/error-decoder.html?invariant=425',
  'Warning: Text content did not match. Server: "a" Client: "b"',
  'Text content does not match server-rendered HTML.',
  'Warning: Expected server HTML to contain a matching <div> in <p>.',
  'Warning: Prop `className` did not match. Server: "a" Client: "b"',
  'There was an error while hydrating. Because the error happened outside of a Suspense boundary, the entire root will switch to client rendering.',
  'In HTML, <div> cannot be a descendant of <p>.\nThis will cause a hydration error.',
])('the wording "%s" is one of hydration', (message) => {
  expect(isHydrationError(message)).toBe(true);
});

test.concurrent.for([
  'Minified React error #31; visit https://react.dev/errors/31',
  'Minified React error #4180; visit https://react.dev/errors/4180',
  'Drink water: hydration matters',
])('the wording "%s" is not one of hydration', (message) => {
  expect(isHydrationError(message)).toBe(false);
});
