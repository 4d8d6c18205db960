import { check } from '../../support/check/index.ts';
import { judgeLocalFile, localFile, secretsNotSearchedFor } from '../../support/families/config/index.ts';

check({
  id: 'config/local-files-are-development',
  title: 'local files contain development values only',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A local file with a production value writes to production from a laptop.',
  remedy: 'Run `npm run sync-env -- --mode local`, and rotate the value that was on the laptop.',
  needs: ['sync.targets.NAME.localFile'],
  subjects: (profile) => (profile.sync?.targets ?? []).flatMap((target) => target.localFile ?? []),
  async verify({ subject: file, profile, read, count }) {
    const content = await read(localFile, file);
    count(content.there ? 'local files' : 'local files that do not exist', 1);
    if (content.there)
      count('secrets of other environments not known here, not searched for', secretsNotSearchedFor(profile));
    return judgeLocalFile(profile, file.shown, content);
  },
});
