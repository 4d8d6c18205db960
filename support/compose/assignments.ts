import { below, itemsOf, type Place, textOf } from './located-tree.ts';
import type { ComposeService } from './project-model.ts';
import { shellWords } from './shell-words.ts';

/** A variable that a command line sets for what it starts. */
export interface Assignment {
  name: string;
  value: string;
  /** "command". */
  where: string;
  at: Place;
}

/** `NAME=value`, also behind an option: `--env=NAME=value`, `-eNAME=value`, `-DNAME=value`. */
const assignment = /^(?:-[A-Za-z]|--[a-z][\w-]*=)?([A-Za-z_]\w*)=(.*)$/s;

/** The variables that the entry point and the command of a service set: `sh -c "A=1 serve"`, `env A=1 serve`, `export A=1`. */
export function assignmentsIn({ node, dockerfile, at }: ComposeService): Assignment[] {
  const own = (key: string) => {
    const found = below(node, key);
    return found && { at: found.at, words: itemsOf(found).flatMap((item) => textOf(item) ?? []) };
  };
  const built = below(node, 'build')?.at ?? at;
  const entrypoint = own('entrypoint');
  const ofImage = (words: readonly string[] | undefined) => words && { at: built, words };
  const parts = {
    'entry point': entrypoint ?? ofImage(dockerfile?.entrypoint),
    // An entry point of the service's own takes the image's command away too.
    command: own('command') ?? (entrypoint ? undefined : ofImage(dockerfile?.command)),
  };
  return Object.entries(parts).flatMap(([where, part]) => {
    if (!part) return [];
    return wordsOf(part.words, part.at).flatMap((word) => {
      const [, name, value = ''] = assignment.exec(word) ?? [];
      return name === undefined ? [] : [{ name, value, where, at: part.at }];
    });
  });
}

/** Every word; those of a script, which stands behind `-c`, one by one. */
function wordsOf(words: readonly string[], at: Place): string[] {
  return words.flatMap((word, index) => {
    const isScript = /^-[a-z]*c$/.test(words[index - 1] ?? '');
    if (!isScript && (assignment.test(word) || !/[\s;|&]/.test(word))) return [word];
    const parts = word.split(/&&|\|\||[;|&\n]/).map((part) => scriptWords(part, at));
    return parts.flatMap((part) => (part.includes(word) ? part : wordsOf(part, at)));
  });
}

function scriptWords(script: string, at: Place): string[] {
  try {
    return shellWords(script, at);
  } catch {
    return script.split(/\s+/);
  }
}
