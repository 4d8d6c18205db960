import { check } from '../../support/check/index.ts';
import { composeProject, composeSubjects, startedServices } from '../../support/platforms/compose/index.ts';
import { judgeHardening } from './compose-hardening.judge.ts';

check({
  id: 'services/compose-hardening',
  title: 'no container rules its machine, and in production each is started again',
  platform: 'services',
  effect: 'offline',
  severity: 'warning',
  why: 'An attacker in a container that has the engine’s socket controls the machine; a container without a restart policy stays down after a crash.',
  remedy: 'Take away what the service does not need, and set `restart: unless-stopped`.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const services = startedServices(await read(composeProject, profile), count);
    return judgeHardening(services, profile.class === 'production');
  },
});
