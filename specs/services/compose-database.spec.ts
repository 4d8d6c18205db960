import { check } from '../../support/check/index.ts';
import {
  composeProject,
  composeSubjects,
  otherProjects,
  startedServices,
} from '../../support/platforms/compose/index.ts';
import { judgeDatabase } from './compose-database.judge.ts';

check({
  id: 'services/compose-database',
  title: 'production starts no database container, and a staging has a database of its own',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'A database in a container beside the services is not backed up, and goes with its machine; one volume for two environments is one database.',
  remedy:
    'Take the database out of the files of production, and give every other environment a volume and a name of its own.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const own = await read(composeProject, profile);
    startedServices(own, count);
    return judgeDatabase(own, await otherProjects(profile, read));
  },
});
