import { check } from '../../support/check/index.ts';
import { judgeVersion, readVersion } from '../../support/platforms/services/index.ts';

check({
  id: 'services/version',
  title: 'each service runs the version that is meant',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'A deploy that pulled no new image leaves the old code in place, and every other check looks at that.',
  remedy: 'Pull the image and start the service again: `docker compose up -d --pull always SERVICE`.',
  needs: ['platforms.services.version'],
  subjects: ({ services }) => services.filter(({ version }) => version),
  sends: { to: ['services'], requests: 3 },
  async verify({ subject: service, profile, read }) {
    return judgeVersion(await readVersion(service, profile, read));
  },
});
