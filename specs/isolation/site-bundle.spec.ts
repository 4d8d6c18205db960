import { check } from '../../support/check/index.ts';
import {
  judgeSite,
  markEvidence,
  requireWholeSite,
  siteEvidence,
  siteFileReads,
  siteFiles,
} from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/site-bundle',
  title:
    'no file of the site contains a host, deployment or secret of another environment, or an address of this machine',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A bundle is built once: a development host in it reaches every visitor until somebody notices.',
  remedy: "Build the site with the environment's own values, and deploy it again.",
  needs: ['platforms.pages'],
  subjects: ({ sites }) => sites,
  sends: siteFileReads,
  async verify({ subject, profile, read, count }) {
    const site = await read(siteFiles, { site: subject, isolation: profile.isolation });
    const evidence = { ...siteEvidence(site), ...markEvidence(profile) };
    for (const [what, number] of Object.entries(evidence)) count(what, number);
    count('kilobytes', Math.ceil(site.files.reduce((sum, { text }) => sum + text.length, 0) / 1024));
    const findings = judgeSite(profile, site);
    if (findings.length === 0)
      requireWholeSite(site, profile.environment, { ...profile.isolation.site, scripts: subject.scripts });
    return findings;
  },
});
