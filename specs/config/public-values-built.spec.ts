import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { pagesBuild, targetsOn } from '../../support/families/config/index.ts';
import { judgeBuild, publicNames } from './public-values-built.judge.ts';

check({
  id: 'config/public-values-built',
  title: 'the live site was built with the public variables that its Pages project has now',
  platform: 'config',
  effect: 'read',
  severity: 'critical',
  why: 'A public variable is written into the scripts when the site is built: a later change reaches nobody.',
  remedy: 'Deploy the site again.',
  needs: ['sync.targets'],
  subjects(profile) {
    const live = targetsOn(profile, 'pages').filter(
      ({ target }) => (target.within?.value ?? 'production') === 'production',
    );
    if (live.length > 0) return live;
    throw new NotApplicable('no target of `sync.targets` is the production of a Pages project');
  },
  sends: { to: ['cloudflare'], requests: 2 },
  async verify({ subject, read, count }) {
    const build = await read(pagesBuild, subject);
    if (build.builtAt === undefined)
      throw new NotVerified(`${build.place} has no live deployment`, 'Deploy the site, then run it again.');
    if (build.builtWith === undefined)
      throw new NotVerified(`${build.place} does not say with which variables its live deployment was built`);
    count('public variables', publicNames(build).length);
    return judgeBuild(build);
  },
});
