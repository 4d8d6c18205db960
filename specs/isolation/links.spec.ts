import { check } from '../../support/check/index.ts';
import { generatedLinks, judgeLinks, ownOrigins } from '../../support/platforms/isolation/index.ts';

check({
  id: 'isolation/links',
  title: "links that the backend generates lead to the environment's own origins",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A link in a mail of production that leads to development sends people, and their reset codes, there.',
  remedy: 'Correct the variable from which the backend takes its own address, then send nothing until this holds.',
  subjects: ({ convex, isolation }) =>
    convex && isolation.links.length > 0 ? isolation.links.map((call) => ({ convex, call })) : undefined,
  async verify({ subject: { convex, call }, profile, read, count }) {
    const links = await read(generatedLinks, { convex, call });
    count('links', links.length);
    return judgeLinks(profile.environment, call.path, links, ownOrigins(profile), convex.url.value);
  },
});
