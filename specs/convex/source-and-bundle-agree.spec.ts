import { check } from '../../support/check/index.ts';
import { readCalls, siteCallers } from '../../support/platforms/convex/index.ts';
import { judgeAgreement } from './source-and-bundle-agree.judge.ts';

check({
  id: 'convex/source-and-bundle-agree',
  title: 'the live site calls what its source calls, neither less nor more',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'A site that is behind its source, or of another, is not the one that everything else here speaks of.',
  remedy: 'Build and deploy the site from this source.',
  needs: ['platforms.convex', 'platforms.pages', 'platforms.convex.liveSite', 'platforms.convex.frontends'],
  subjects: (profile) => siteCallers(profile).filter(({ convex }) => convex.frontends.length > 0),
  async verify({ subject: { convex, pages }, read, count }) {
    const [site, ...sources] = await Promise.all([
      readCalls({ convex, site: pages }, read),
      ...convex.frontends.map((frontend) => readCalls({ convex, frontend }, read)),
    ]);
    const source = sources.flatMap(({ calls }) => calls);
    count('functions compared', new Set([...source, ...site.calls].map(({ path }) => path)).size);
    return judgeAgreement(source, site.calls, pages.url.value);
  },
});
