import { check, NotApplicable } from '../../support/check/index.ts';
import { composeProject, composeSubjects, startedServices } from '../../support/platforms/compose/index.ts';
import { judgeSourceMounts } from './compose-no-source-mounts.judge.ts';

check({
  id: 'services/compose-no-source-mounts',
  title: 'outside of development, services run the code of their images',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'Code that is mounted from the machine is whatever lies there: the tested image is started, and something else runs.',
  remedy: 'Take the mount out, or name it in `platforms.compose.allowMounts` if it holds no code.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    if (profile.class === 'development') throw new NotApplicable(`${profile.environment} is a development`);
    const project = await read(composeProject, profile);
    const services = startedServices(project, count);
    count('mounts', services.flatMap(({ mounts }) => mounts).length);
    return judgeSourceMounts(project, profile.compose?.allowMounts ?? []);
  },
});
