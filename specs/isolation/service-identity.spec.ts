import { check } from '../../support/check/index.ts';
import { ofEach } from '../../support/families/isolation/index.ts';
import { requireService } from '../../support/platforms/services/index.ts';
import { identityIn, judgeServiceIdentity } from './service-identity.judge.ts';

check({
  id: 'isolation/service-identity',
  title: "the service at an environment's address is that environment's, and no process answers for two",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'A proxy that leads to the wrong stack mixes the data of two environments, and every health check is green.',
  remedy: 'Correct the address in the table, or the route of the proxy.',
  needs: ['platforms.services'],
  subjects: ({ services }) => services,
  sends: (_, { others }) => ({ to: ['services'], requests: 3 * (1 + others.length) }),
  async verify({ subject: service, profile, reachableOthers, read, count }) {
    const own = identityIn(service, await requireService(service, read), profile);
    const namesakes = reachableOthers.flatMap((other) =>
      other.services.filter(({ name }) => name === service.name).map((there) => ({ there, other })),
    );
    const { values, unlessUnread } = await ofEach(namesakes, async ({ there, other }) =>
      identityIn(there, await requireService(there, read), other),
    );
    count('services that tell whose they are', 1 + values.length);
    return unlessUnread(judgeServiceIdentity(own, values));
  },
});
