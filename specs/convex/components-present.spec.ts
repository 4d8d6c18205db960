import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  backendSourceOf,
  expectedBackend,
  mountedComponents,
  requireAnswer,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeComponents } from './components-present.judge.ts';

check({
  id: 'convex/components-present',
  title: 'every component that the backend calls is mounted in the deployment',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A function that calls a component which is not mounted fails as if its own code were missing.',
  remedy: 'Install the component in convex.config.ts and deploy the backend.',
  needs: ['platforms.convex.backend.source'],
  subjects: ({ backends }) => backends.filter(({ backend }) => backend && 'source' in backend),
  sends: { to: ['convex'], requests: 4 },
  async verify({ subject: convex, read, count }) {
    const { source, shown } = await read(expectedBackend, backendSourceOf(convex));
    const [unparsed] = source?.syntax.unparsed ?? [];
    if (unparsed)
      throw new NotVerified(`${shown}/${unparsed.file}:${unparsed.line} cannot be parsed (${unparsed.reason})`);
    const used = source?.syntax.components ?? [];
    if (used.length === 0) throw new NotApplicable(`no module of ${shown} calls a component`);
    const [mounted, name] = await Promise.all([read(mountedComponents, convex), requireAnswer(convex, read)]);
    count('calls of components', used.length);
    return judgeComponents({
      used,
      shown,
      mounted,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
  },
});
