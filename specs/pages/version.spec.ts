import { check } from '../../support/check/index.ts';
import { judgeVersion, readVersion } from '../../support/platforms/pages/index.ts';

check({
  id: 'pages/version',
  title: 'the site was built from the commit that is meant',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'After a deployment that went nowhere, every other check looks at the old site.',
  remedy: 'Deploy the site again from the commit that is meant, and wait for it: `npm run wait`.',
  needs: ['platforms.pages.version'],
  subjects: ({ sites }) => sites.filter((pages) => pages.version),
  sends: { to: ['pages'], requests: 2 },
  async verify({ subject: pages, profile, read }) {
    return judgeVersion(await readVersion(pages, profile, read));
  },
});
