import { check } from '../../support/check/index.ts';
import { serviceAnswer } from '../../support/platforms/services/index.ts';
import { judgeServiceCors, type ServiceOrigin } from './cors.judge.ts';

const listed = (value: string | undefined) => (value ?? '').split(',').map((each) => each.trim()).filter(Boolean);

check({
  id: 'services/cors',
  title: 'pages of the allowed origins can read the answers, and no others',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'With a list that lets everybody in, any page that a user opens reads their data.',
  remedy: 'Correct the list of origins in the service’s environment.',
  needs: ['platforms.services.allowedOrigins'],
  subjects: ({ services, others }) =>
    services
      .filter(({ allowedOrigins }) => allowedOrigins)
      .flatMap((service): ServiceOrigin[] => {
        const own = listed(service.allowedOrigins?.value);
        const theirs = others
          .flatMap((other) => other.services.filter(({ name }) => name === service.name))
          .flatMap(({ allowedOrigins }) => listed(allowedOrigins?.isSet ? allowedOrigins.value : undefined));
        const strangers = [...new Set([...theirs, 'https://a-stranger.example', 'null'])].filter((each) => !own.includes(each));
        if (own.includes('*')) return [{ service, origin: 'https://a-stranger.example', mayRead: true }];
        return [
          ...own.map((origin) => ({ service, origin, mayRead: true })),
          ...strangers.map((origin) => ({ service, origin, mayRead: false })),
        ];
      }),
  async verify({ subject, read }) {
    const { service, origin } = subject;
    return judgeServiceCors(await read(serviceAnswer, { service, path: service.health.path, origin }), subject);
  },
});
