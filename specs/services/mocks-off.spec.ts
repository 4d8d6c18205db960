import { check, NotApplicable } from '../../support/check/index.ts';
import { judgeFlag, meantFlag, serviceAnswer } from '../../support/platforms/services/index.ts';
import { judgeMocks, toldMocks } from './mocks-off.judge.ts';

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
    const telling = profile.services.filter(
      ({ mocks }) => mocks && (!mocks.onIn.includes(profile.environment) || meantFlag(profile, mocks.flag)),
    );
    if (telling.length > 0) return telling;
    throw new NotApplicable(`mocks are on in ${profile.environment} on purpose (\`onIn\`)`);
  },
  sends: { to: ['services'], requests: 2 },
  async verify({ subject: service, profile, read }) {
    const answer = await read(serviceAnswer, { service, path: service.mocks?.path ?? '/' });
    const told = toldMocks(answer, service);
    const flag = meantFlag(profile, service.mocks?.flag);
    return [...judgeMocks(told, service, answer.url), ...judgeFlag(flag, told.isOn, told.shown, answer.url)];
  },
});
