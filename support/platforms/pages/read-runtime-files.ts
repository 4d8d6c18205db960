import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { sitePage } from './read-page.ts';

/** A file that must not be kept: it says what the site is at the moment. */
export interface RuntimeFile {
  url: string;
  headers: Headers;
  what: string;
}

const serviceWorkers = [
  '/sw.js',
  '/service-worker.js',
  '/ngsw-worker.js',
  '/firebase-messaging-sw.js',
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

/** The service workers and the run-time configuration that a site serves under a known name, or that the config names. */
export const runtimeFiles = defineReading({
  name: 'pages.runtime-files',
  effect: 'read',
  key: ({ url, caching }: PagesProfile) => `${url.url.origin} ${caching.revalidated.join()}`,
  async read(pages, { read }): Promise<RuntimeFile[]> {
    const named = [
      ...serviceWorkers.map((path) => ({ path, what: 'a service worker' })),
      ...configurations.map((path) => ({ path, what: 'run-time configuration' })),
      ...pages.caching.revalidated.map((path) => ({ path, what: 'run-time configuration' })),
    ];
    const found = await Promise.all(
      named.map(async ({ path, what }) => {
        const page = await read(sitePage, { pages, path });
        // An app shell answers every path: it is not a configuration.
        const isThere = page.answers && page.status === 200 && !/^\s*(?:<!doctype html|<html)/i.test(page.body);
        return isThere ? [{ url: page.url, headers: page.headers, what }] : [];
      }),
    );
    return found.flat();
  },
});
