import { check, NotVerified } from '../../support/check/index.ts';
import {
  convexIdentity,
  deployedFunctions,
  judgePresence,
  sourceReferences,
} from '../../support/platforms/convex/index.ts';

check({
  id: 'convex/functions-present',
  title: 'every function that the front end refers to exists in the backend',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A front end that calls a function which the backend does not have was down for 23 hours, with every check green.',
  remedy: 'Deploy the backend before the front end.',
  subjects: ({ convex }) => convex?.frontends.map((frontend) => ({ convex, frontend })),
  async verify({ subject: { convex, frontend }, read, count }) {
    const [source, deployed] = await Promise.all([read(sourceReferences, frontend), read(deployedFunctions, convex)]);
    const [unparsed] = source.unparsed;
    if (unparsed)
      throw new NotVerified(
        `${frontend.shown}/${unparsed.file}:${unparsed.line}:${unparsed.column} cannot be parsed (${unparsed.reason}); it may call functions that nobody sees`,
      );
    if (source.references.length === 0)
      throw new NotVerified(
        `no function reference was found in the ${source.filesRead} files of ${frontend.shown}`,
        'Correct platforms.convex.frontends in the deployment config, if the front end calls Convex.',
      );
    count('references', source.references.length);
    count('references that only run time resolves', source.unresolved.length);
    const identity = await read(convexIdentity, convex);
    return judgePresence({
      references: source.references,
      shownRoot: frontend.shown,
      deployed,
      deployment: identity.answers ? `${identity.name} (${convex.url.value})` : convex.url.value,
      deployCommand: convex.deployCommand,
    });
  },
});
