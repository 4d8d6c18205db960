import { check } from '../../support/check/index.ts';
import {
  composeProject,
  composeSubjects,
  otherProjects,
  startedServices,
} from '../../support/platforms/compose/index.ts';
import { judgePorts, portsOf } from './compose-ports.judge.ts';

check({
  id: 'services/compose-ports',
  title:
    "published ports are the environment's own, production publishes its entry alone, and no database is published",
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'A port of a service behind the entry goes around its sign-in, and a published database is tried by everybody.',
  remedy: 'Take the port out of `ports`; services of one project reach each other without it.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const own = await read(composeProject, profile);
    const others = await otherProjects(profile, read);
    startedServices(own, count);
    count('published ports', portsOf(own).length);
    const apart = others.filter(
      ({ settings }) => settings.machine === undefined || settings.machine !== own.settings.machine,
    );
    count('environments taken to be on another machine', apart.length);
    return judgePorts(own, others);
  },
});
