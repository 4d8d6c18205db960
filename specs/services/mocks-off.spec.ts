import { check, NotApplicable } from '../../support/check/index.ts';
import { serviceAnswer } from '../../support/platforms/services/index.ts';
import { judgeMocks } from './mocks-off.judge.ts';

check({
  id: 'services/mocks-off',
  title: 'no service answers with mocks of external services, unless the config says so',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'A mock answers quickly and always well: nobody notices that nothing is done.',
  remedy: 'Switch the mocks off in the service’s environment, and start it again.',
  needs: ['platforms.services.mocks'],
  subjects(profile) {
    const real = profile.services.filter(({ mocks }) => mocks?.onIn.includes(profile.environment) === false);
    if (real.length > 0) return real;
    throw new NotApplicable(`mocks are on in ${profile.environment} on purpose (\`onIn\`)`);
  },
  async verify({ subject: service, read }) {
    return judgeMocks(await read(serviceAnswer, { service, path: service.mocks?.path ?? '/' }), service);
  },
});
