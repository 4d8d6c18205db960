import { check } from '../../support/check/index.ts';
import { corsPaths, serviceAnswer, servicePreflight } from '../../support/platforms/services/index.ts';
import { judgeEach, mergeFindings } from '../../support/platforms/worker/index.ts';
import { judgeOrigin, type OriginAnswers, originsOfService } from './cors.judge.ts';

check({
  id: 'services/cors',
  title: 'pages of the allowed origins can read the answers, and no others',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'With a list that lets everybody in, any page that a user opens reads their data.',
  remedy: 'Correct the list of origins in the service’s environment, and compare origins byte for byte.',
  needs: ['platforms.services.allowedOrigins'],
  subjects: (profile) =>
    profile.services
      .filter(({ allowedOrigins }) => allowedOrigins)
      .map((service) => originsOfService(service, profile)),
  sends: ({ service, allowed, refused }) => ({
    to: ['services'],
    requests: (1 + allowed.length + refused.length) * (corsPaths(service).length + service.corsMethods.length),
  }),
  async verify({ subject, read, count }) {
    const { service, allowed, refused, untried } = subject;
    // The list of this environment: without it nobody knows who is let in.
    service.allowedOrigins?.value;
    const ask = async (origin: string | undefined): Promise<OriginAnswers> => {
      const from = origin === undefined ? {} : { origin };
      const [path = '/'] = corsPaths(service);
      const [answers, preflights] = await Promise.all([
        Promise.all(corsPaths(service).map((each) => read(serviceAnswer, { service, path: each, ...from }))),
        Promise.all(service.corsMethods.map((method) => read(servicePreflight, { service, path, method, ...from }))),
      ]);
      return { answers, preflights };
    };
    const unasked = await ask(undefined);
    const judges = await Promise.all(
      [...allowed, ...refused].map(async (each) => {
        const answers = await ask(each.origin);
        return () => judgeOrigin(each, subject, answers, unasked);
      }),
    );
    count('origins', judges.length);
    count('look-alikes beyond the bound, not tried', untried);
    return mergeFindings(judgeEach(judges));
  },
});
