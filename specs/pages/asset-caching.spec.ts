import { check } from '../../support/check/index.ts';
import { runtimeFiles, siteAssets } from '../../support/platforms/pages/index.ts';
import { judgeCaching, requireServiceWorkers } from './asset-caching.judge.ts';
import { requireAssets } from './assets-load.judge.ts';

check({
  id: 'pages/asset-caching',
  title:
    'pages, service workers and run-time configuration are asked for again, hashed files are kept, missing ones never are',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'A page or a missing file that browsers keep for a year breaks every open tab after a deployment, and no deployment repairs it.',
  remedy:
    'Set Cache-Control by path: immutable for hashed files only. On Cloudflare Pages a rule of `_headers` also applies to a 404 below its path: let a Function set no-store there.',
  subjects: ({ sites }) => sites,
  sends: { to: ['pages'], requests: 1_300, bound: 'two for each page and file of the site', reading: 'pages.assets' },
  async verify({ subject: pages, read, count }) {
    const [assets, runtime] = await Promise.all([read(siteAssets, pages), read(runtimeFiles, pages)]);
    const findings = judgeCaching(assets, runtime, pages);
    count('pages', assets.pages.length);
    count('files of the site', assets.assets.length);
    count('service workers and run-time configuration', runtime.length);
    count('answers for a missing file', assets.missing.length);
    if (findings.length === 0) {
      requireAssets(assets);
      requireServiceWorkers(assets, runtime);
    }
    return findings;
  },
});
