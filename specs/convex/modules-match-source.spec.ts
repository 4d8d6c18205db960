import { check, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  deployedModules,
  localModules,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeModules } from './modules-match-source.judge.ts';

check({
  id: 'convex/modules-match-source',
  title: 'the deployed modules are the code of the source',
  platform: 'convex',
  effect: 'read',
  severity: 'warning',
  why: 'Another version of the code with the same names and arguments passes every other check.',
  remedy: 'Deploy the backend from this source.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  sends: { to: ['convex'], requests: 4 },
  async verify({ subject: convex, read, count }) {
    const backend = backendSourceOf(convex);
    const [local, deployed, name] = await Promise.all([
      read(localModules, backend),
      read(deployedModules, convex),
      requireAnswer(convex, read),
    ]);
    if (deployed === undefined)
      throw new NotVerified(
        `${convex.deployKey?.name} may not read the hashes of the modules`,
        'Give it the permission `deployment:deploy`, if the gate may hold such a key.',
      );
    if ('reason' in local) throw new NotVerified(`${local.shown}: ${local.reason}`, local.enable);
    const { findings, equal } = judgeModules({
      local: local.hashes,
      deployed,
      shown: local.shown,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
    count('modules with the same hash', equal);
    return findings;
  },
});
