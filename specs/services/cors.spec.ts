import { check } from '../../support/check/index.ts';
import { serviceAnswer } from '../../support/platforms/services/index.ts';
import { mergeFindings } from '../../support/platforms/worker/index.ts';
import { judgeOrigin, originsOfService } from './cors.judge.ts';

check({
  id: 'services/cors',
  title: 'pages of the allowed origins can read the answers, and no others',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'With a list that lets everybody in, any page that a user opens reads their data.',
  remedy: 'Correct the list of origins in the service’s environment, and compare origins byte for byte.',
  needs: ['platforms.services.allowedOrigins'],
  subjects: ({ services, others }) =>
    services.filter(({ allowedOrigins }) => allowedOrigins).map((service) => originsOfService(service, others)),
  sends: ({ allowed, refused }) => ({ to: ['services'], requests: 1 + allowed.length + refused.length }),
  async verify({ subject, read, count }) {
    const { service, allowed, refused } = subject;
    // The list of this environment: without it nobody knows who is let in.
    service.allowedOrigins?.value;
    const ask = (origin?: string) =>
      read(serviceAnswer, { service, path: service.healthPath, ...(origin !== undefined && { origin }) });
    const unasked = await ask();
    const judged = await Promise.all(
      [...allowed, ...refused].map(async (each) => judgeOrigin(each, subject, await ask(each.origin), unasked)),
    );
    count('origins', judged.length);
    return mergeFindings(judged.flat());
  },
});
