import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { siteAssets } from './read-assets.ts';
import { sitePage } from './read-page.ts';
import type { RuntimeReference } from './runtime-references.ts';

/** A file that must not be kept: it says what the site is at the moment. */
export interface RuntimeFile {
  url: string;
  headers: Headers;
  what: RuntimeReference['what'];
}

const serviceWorkers = [
  '/sw.js',
  '/service-worker.js',
  '/serviceworker.js',
  '/ngsw-worker.js',
  '/firebase-messaging-sw.js',
  '/OneSignalSDKWorker.js',
  '/registerSW.js',
];
const configurations = [
  '/config.json',
  '/config.js',
  '/env.js',
  '/env.json',
  '/env-config.js',
  '/__ENV.js',
  '/runtime-config.js',
  '/runtime-config.json',
  '/version.json',
  // What a front end asks to learn that there is a new build: Angular, SvelteKit, Nuxt.
  '/ngsw.json',
  '/_app/version.json',
  '/_nuxt/builds/latest.json',
  '/asset-manifest.json',
  '/assets/config.json',
  '/assets/env.js',
  '/manifest.json',
  '/manifest.webmanifest',
];

/**
 * The service workers and the run-time configuration that a site serves: under the names that the config and the site's own scripts
 * give them, and under usual ones.
 */
export const runtimeFiles = defineReading({
  name: 'pages.runtime-files',
  effect: 'read',
  key: ({ url, caching }: PagesProfile) => `${url.url.origin} ${caching.revalidated.join()}`,
  async read(pages, { read }): Promise<RuntimeFile[]> {
    const { runtime } = await read(siteAssets, pages);
    const addressed = (path: string) => new URL(path, pages.url.url).href;
    const named = new Map<string, RuntimeFile['what']>([
      ...[...configurations, ...pages.caching.revalidated].map(
        (path) => [addressed(path), 'run-time configuration'] as const,
      ),
      ...serviceWorkers.map((path) => [addressed(path), 'a service worker'] as const),
      ...runtime.map(({ url, what }) => [url, what] as const),
    ]);
    const found = await Promise.all(
      [...named].map(async ([url, what]) => {
        const page = await read(sitePage, { pages, path: url });
        // An app shell answers every path: it is not a configuration.
        const isThere = page.answers && page.status === 200 && !/^\s*(?:<!doctype html|<html)/i.test(page.body);
        return isThere ? [{ url: page.url, headers: page.headers, what }] : [];
      }),
    );
    return found.flat();
  },
});
