import { folderOf, join, type Repository } from '../repository/repository.ts';
import { textMayDeploy } from './deploy-words.ts';

/** More files than these are not looked at: a text that leads to so many says nothing any more. */
const mostTexts = 200;

/**
 * Whether a text that is not followed, or anything that it may lead to, has the words of something that deploys: scripts
 * of packages by their names, and files of the repository by their paths. Rather one too many than one too few.
 */
export function mayLeadToDeploy(repository: Repository, text: string, folder: string | undefined): boolean {
  const seen = new Set<string>();
  const queue: { text: string; folder: string | undefined }[] = [{ text, folder }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (textMayDeploy(next.text)) return true;
    for (const found of leadsFrom(repository, next)) {
      if (seen.has(found.name) || seen.size > mostTexts) continue;
      seen.add(found.name);
      queue.push(found);
    }
  }
  return false;
}

interface Lead {
  name: string;
  text: string;
  folder: string | undefined;
}

function leadsFrom(repository: Repository, { text, folder }: Omit<Lead, 'name'>): Lead[] {
  const words = new Set(text.split(/[\s'"`=;&|(){}[\],]+/));
  return [...words].flatMap((word) => {
    const scripts = repository.packages.flatMap((file): Lead[] => {
      const script = file.scripts.get(word);
      return script ? [{ name: `${file.folder} ${word}`, text: script.text, folder: file.folder }] : [];
    });
    return [...scripts, ...fileNamed(repository, word, folder)];
  });
}

function fileNamed(repository: Repository, word: string, folder: string | undefined): Lead[] {
  if (folder === undefined || !/^[\w@.-][\w@./-]*[/.][\w./-]+$/.test(word) || word.startsWith('/')) return [];
  const file = join(folder, word);
  const text = file.startsWith('..') || /\.(?:json|lock|md)$/.test(file) ? undefined : repository.read(file);
  return text === undefined ? [] : [{ name: file, text, folder: folderOf(file) }];
}
