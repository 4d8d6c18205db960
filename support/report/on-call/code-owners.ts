import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where GitHub and GitLab look for it, in this order. Source: GitHub, "About code owners"; GitLab, "Code Owners". */
const places = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export interface CodeOwners {
  /** "@acme/logging", several with a space between. */
  owners: string;
  /** ".github/CODEOWNERS:4" */
  from: string;
}

interface Rule extends CodeOwners {
  form: RegExp;
}

/** The owners of a file or folder, by the CODEOWNERS file of its repository; undefined where nobody is named. */
export function codeOwnersOf(file: string): CodeOwners | undefined {
  const repository = repositoryOf(path.resolve(file));
  if (repository === undefined) return undefined;
  const place = places.find((each) => existsSync(path.join(repository, each)));
  if (place === undefined) return undefined;
  const own = path.relative(repository, path.resolve(file)).replaceAll('\\', '/');
  const rules = rulesIn(readFileSync(path.join(repository, place), 'utf8'), place);
  // The last one that fits counts; one without owners says that there are none.
  const rule = rules.findLast(({ form }) => form.test(own));
  return rule === undefined || rule.owners === '' ? undefined : { owners: rule.owners, from: rule.from };
}

function rulesIn(text: string, place: string): Rule[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const words = line.replace(/(?<=^|\s)#.*$/, '').match(/(?:\\.|\S)+/g) ?? [];
    const [pattern, ...owners] = words;
    // Headings of GitLab's sections: `[Backend]`, `^[Docs][2]`.
    if (pattern === undefined || /^\^?\[/.test(pattern)) return [];
    return [{ form: formOf(pattern.replaceAll('\\', '')), owners: owners.join(' '), from: `${place}:${index + 1}` }];
  });
}

/**
 * A pattern of CODEOWNERS: those of .gitignore without `!` and `[ ]`, and `docs/*` means the files of that folder alone.
 */
function formOf(pattern: string): RegExp {
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = pattern.startsWith('/') || bare.includes('/');
  const body = bare
    .split('/')
    .map((step) => (step === '**' ? '**' : step.split('*').map(RegExp.escape).join('[^/]*').replaceAll('\\?', '[^/]')))
    .join('/')
    .replace(/^\*\*\//, '(?:.*/)?')
    .replaceAll('/**/', '/(?:.*/)?')
    .replace(/\/\*\*$/, '/.*')
    .replace(/^\*\*$/, '.*');
  const isOfOneFolder = bare.includes('/') && /(^|\/)\*$/.test(bare);
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}${isOfOneFolder ? '' : '(?:/.*)?'}$`);
}

/** The nearest folder above with a `.git`, which is a file in a worktree. */
function repositoryOf(file: string): string | undefined {
  for (let folder = file; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
