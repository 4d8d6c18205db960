import { check } from '../../support/check/index.ts';
import { serviceHealth } from '../../support/platforms/services/index.ts';
import { judgeServiceHealth } from './healthy.judge.ts';

check({
  id: 'services/healthy',
  title: 'each service says that it is healthy, and so does each component that it reports',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'A container that runs is not a service that works: it may wait for its database for ever.',
  remedy: 'Look at the service’s log: `docker compose logs SERVICE`.',
  subjects: ({ services }) => services,
  sends: { to: ['services'], requests: 1 },
  async verify({ subject: service, read }) {
    return judgeServiceHealth(await read(serviceHealth, service), service);
  },
});
