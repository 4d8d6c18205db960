import { check } from '../../support/check/index.ts';
import { siteAssets } from '../../support/platforms/pages/index.ts';
import { assetEvidence, judgeAssets, requireAssets } from './assets-load.judge.ts';

check({
  id: 'pages/assets-load',
  title:
    'every script, style, image and font that the pages load answers with its own type, and a missing one with 404',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'A page answers 200 while its scripts are gone, or while the app shell is served in their place.',
  remedy:
    'Deploy the whole site again; let a missing file answer 404. On Cloudflare Pages, add a 404.html; where the page of the app answers unknown paths, let a Function answer 404 below the folders of the build.',
  subjects: ({ sites }) => sites,
  sends: { to: ['pages'], requests: 1_300, bound: 'two for each page and file of the site', reading: 'pages.assets' },
  async verify({ subject: pages, read, count }) {
    const assets = await read(siteAssets, pages);
    for (const [what, number] of Object.entries(assetEvidence(assets))) count(what, number);
    const findings = judgeAssets(assets);
    if (findings.length === 0) requireAssets(assets);
    return findings;
  },
});
