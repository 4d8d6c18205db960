import { check } from '../../support/check/index.ts';
import { linkSources } from '../../support/families/isolation/index.ts';
import { judgeLinks } from './links.judge.ts';

check({
  id: 'isolation/links',
  title: "links that the backend generates point to the environment's own origins",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A development link in a production mail sends people, and their reset codes, to development.',
  remedy: 'Correct the variable that the backend takes its own address from, and send nothing until this check passes.',
  subjects: linkSources,
  sends: {
    to: ['convex', 'isolation'],
    requests: 52,
    bound: 'one for each mail that is read, at most `mail.messages`',
  },
  async verify({ subject: source, profile, read, count }) {
    const found = await source.links(read);
    count('links', found.links.length);
    count('mails', found.mails ?? 0);
    count('attachments of mails, which are not read', found.attachments ?? 0);
    return judgeLinks(profile, source, found);
  },
});
