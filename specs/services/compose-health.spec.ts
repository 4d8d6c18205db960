import { check, NotApplicable } from '../../support/check/index.ts';
import { composeProject, composeSubjects, startedServices } from '../../support/platforms/compose/index.ts';
import { countHealthChecks, judgeHealthChecks } from './compose-health.judge.ts';

check({
  id: 'services/compose-health',
  title: 'health checks can work, and what others wait for has one',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'A health check that cannot work leaves the service unhealthy for ever, and what waits for it never starts.',
  remedy: 'Run the check in the image itself: `docker compose run --rm SERVICE COMMAND`.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const services = startedServices(await read(composeProject, profile), count);
    const { checks, waits } = countHealthChecks(services);
    if (checks === 0 && waits === 0)
      throw new NotApplicable(`no service of ${profile.environment} has a health check, and none is waited for`);
    count('health checks', checks);
    count('services that wait for another', waits);
    return judgeHealthChecks(services);
  },
});
