import { check } from '../../support/check/index.ts';
import { judgeLocalFile, localFile } from '../../support/families/config/index.ts';

check({
  id: 'config/local-files-are-development',
  title: 'local files contain development values only',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A local file with a production value writes to production from a laptop.',
  remedy: 'Run `npm run sync-env -- --mode local`, and rotate the value that was on the laptop.',
  subjects(profile) {
    const files = (profile.sync?.targets ?? []).flatMap((target) => target.localFile ?? []);
    return files.length === 0 ? undefined : files;
  },
  async verify({ subject: file, profile, read, count }) {
    const content = await read(localFile, file);
    count(content.there ? 'local files' : 'local files that do not exist', 1);
    return judgeLocalFile(profile, file.shown, content);
  },
});
