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
  async verify({ subject: service, reachableOthers, read }) {
    const own = identityIn(service, await requireService(service, read));
    const namesakes = reachableOthers.flatMap(({ services }) => services.filter(({ name }) => name === service.name));
    const { values, unlessUnread } = await ofEach(namesakes, async (other) =>
      identityIn(other, await requireService(other, read)),
    );
    return unlessUnread(judgeServiceIdentity(own, values));
  },
});
