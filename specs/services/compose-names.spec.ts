import { check } from '../../support/check/index.ts';
import { composeProject, composeSubjects, otherProjects } from '../../support/platforms/compose/index.ts';
import { isOneMachine, judgeNames } from './compose-names.judge.ts';

check({
  id: 'services/compose-names',
  title: 'no container, volume or network is shared with another environment on the same machine',
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'With one name, the second `up` replaces the containers of the first, and both write to one volume.',
  remedy: 'Give each environment a project name of its own (`name:`), and no fixed `container_name`.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const own = await read(composeProject, profile);
    const others = await otherProjects(profile, read);
    count('names', own.resources.length);
    const apart = others.filter((other) => !isOneMachine(own, other));
    count('environments on the same machine', others.length - apart.length);
    count('environments taken to be on another machine', apart.length);
    return judgeNames(own, others);
  },
});
