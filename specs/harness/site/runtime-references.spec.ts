import { describe, expect, test } from 'vitest';
import { runtimeReferences } from '../../../support/platforms/pages/runtime-references.ts';
import { requireServiceWorkers } from '../../pages/asset-caching.judge.ts';

const site = 'https://app.acme.test';
const read = (code: string) => runtimeReferences(code, `${site}/assets/x-DkPXv3Zb.js`);
const named = (code: string) => read(code).named.map(({ url, what }) => `${what} ${url.replace(site, '')}`);

describe('a service worker is found where a script', () => {
  test.each([
    [
      'registers it under a name of its own',
      'navigator.serviceWorker.register("/push-handler.js")',
      '/push-handler.js',
    ],
    ['names it without an ending', "'serviceWorker'in navigator&&navigator.serviceWorker.register('/sw')", '/sw'],
    ['names it beside itself', 'navigator.serviceWorker.register(new URL("./w.js",import.meta.url))', '/assets/w.js'],
    [
      'keeps its name in a constant',
      'const e="/offline.js";navigator.serviceWorker.register(e).then(t)',
      '/offline.js',
    ],
    [
      'puts its name together as old compilers do',
      'var e="".concat("","/pwa.js");navigator.serviceWorker.register(e)',
      '/pwa.js',
    ],
    ['takes the container apart', 'const{serviceWorker:s}=navigator;s&&s.register("/apart.js")', '/apart.js'],
    ["uses Workbox's window", 'const wb=new Workbox("/work.js")', '/work.js'],
    ["uses Workbox's window, minified", 'let w=new l("/mini.js",{scope:"/",type:"classic"})', '/mini.js'],
    ['names it relative to the page', 'navigator.serviceWorker.register("worker.js",{scope:"/"})', '/worker.js'],
    ['asks whether there is one', 'navigator.serviceWorker?.register(`/maybe.js`)', '/maybe.js'],
  ])('%s', (_, code, path) => expect(named(code)).toEqual([`a service worker ${path}`]));
});

describe('run-time configuration is found where a script fetches', () => {
  test.each([
    ['fetch("/runtime/settings.json")', '/runtime/settings.json'],
    ["await fetch('./config.prod.json', {cache:'no-store'})", '/config.prod.json'],
    ['axios.get("/feature-flags.json")', '/feature-flags.json'],
    ['x.open("GET","/env.json")', '/env.json'],
    ['fetch("/build-info.json?t=1")', '/build-info.json?t=1'],
  ])('%s', (code, path) => expect(named(code)).toEqual([`run-time configuration ${path}`]));
});

test.each([
  'fetch("/data/countries.json")',
  'fetch("/api/sites")',
  'customElements.register("x-app")',
  'plugins.register("./chart.js")',
  'new Map("/a.js")',
  '"serviceWorker"in navigator',
])('nothing is found in %s', (code) => expect(read(code)).toEqual({ named: [], isComputed: false }));

describe('a service worker at a computed address', () => {
  test.each([
    'navigator.serviceWorker.register(a+"/sw.js")',
    'navigator.serviceWorker.register(`$' + '{a}/sw.js`)',
    'navigator.serviceWorker.register(this.url)',
  ])('is seen: %s', (code) => expect(read(code).isComputed).toBe(true));

  test('leaves the check open where none was found, and not where one was', () => {
    const computed = [`${site}/app.js`];
    const found = { url: `${site}/sw.js`, headers: new Headers(), what: 'a service worker' as const };
    expect(() => requireServiceWorkers({ computed }, [])).toThrow('at an address that is computed');
    expect(() => requireServiceWorkers({ computed }, [found])).not.toThrow();
    expect(() => requireServiceWorkers({ computed: [] }, [])).not.toThrow();
  });
});
