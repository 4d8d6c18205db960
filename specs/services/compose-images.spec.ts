import { check, NotApplicable } from '../../support/check/index.ts';
import { composeProject, composeSubjects, startedServices } from '../../support/platforms/compose/index.ts';
import { judgeImages } from './compose-images.judge.ts';

check({
  id: 'services/compose-images',
  title: 'each image that production starts has a fixed tag or a digest',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'With `latest`, two machines start two versions, and a rollback starts the version that it is to leave.',
  remedy: 'Name the tag of the release, as in `image: registry.acme.com/api:v1.4.2`.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    if (profile.class !== 'production') throw new NotApplicable(`${profile.environment} is not a production`);
    const services = startedServices(await read(composeProject, profile), count);
    return judgeImages(services);
  },
});
