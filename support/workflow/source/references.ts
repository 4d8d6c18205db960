import { placeholdersIn } from '../expression/parse.ts';
import type { Job, Place, Workflow } from './workflow.ts';

/** A secret or a variable that a workflow uses. */
export interface Reference extends Place {
  kind: 'secrets' | 'vars';
  name: string;
  /** The job in which it stands; undefined above the jobs, where it is every job's. */
  job: Job | undefined;
}

/** A place that uses secrets without naming them. */
export interface UnnamedReferences extends Place {
  /** "`secrets: inherit`" */
  what: string;
}

const named = /\b(secrets|vars)(?:\.([A-Za-z_]\w*)|\[\s*'([^']+)'\s*\])/g;

/** Every secret and variable that a workflow names in its expressions. */
export function referencesIn(workflow: Workflow, content: string): Reference[] {
  return expressionsIn(content).flatMap(({ text, position }) =>
    [...text.matchAll(named)].map(({ 1: kind, 2: name, 3: quoted, index }): Reference => {
      const line = lineAt(content, position + index);
      return {
        kind: kind as 'secrets' | 'vars',
        name: name ?? quoted ?? '',
        file: workflow.file,
        line,
        job: jobAt(workflow, line),
      };
    }),
  );
}

/** `toJSON(secrets)`, `secrets[matrix.key]`, `secrets: inherit` to a workflow of another repository. */
export function unnamedReferencesIn(workflow: Workflow, content: string): UnnamedReferences[] {
  const computed = expressionsIn(content).flatMap(({ text, position }) =>
    [...text.matchAll(/toJSON\(\s*secrets\s*\)|secrets\[\s*[^\s'\]][^\]]*\]/gi)].map(({ 0: what, index }) => ({
      what: `\`${what}\``,
      file: workflow.file,
      line: lineAt(content, position + index),
    })),
  );
  const inherited = workflow.jobs.flatMap(({ secrets, uses, file }) =>
    secrets === 'inherit' && uses && !uses.text.startsWith('./')
      ? [{ what: `\`secrets: inherit\` to ${uses.text}`, file, line: uses.line }]
      : [],
  );
  return [...computed, ...inherited];
}

/** The texts of all expressions: in `${{ }}`, and in an `if` without braces. Comments are not expressions. */
function expressionsIn(content: string): { text: string; position: number }[] {
  // Comments keep their length, so that positions stay those of the file.
  const bare = content.replace(/(^|\s)#[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const braced = placeholdersIn(bare).map(({ start, end }) => ({ text: bare.slice(start, end), position: start }));
  const conditions = [...bare.matchAll(/^(\s*(?:-\s+)?if:\s*)(?!.*\$\{\{)(.+)$/gm)].map(
    ({ 1: before = '', 2: text = '', index }) => ({
      text,
      position: index + before.length,
    }),
  );
  return [...braced, ...conditions];
}

function lineAt(content: string, position: number): number {
  return content.slice(0, position).split('\n').length;
}

function jobAt({ jobs }: Workflow, line: number): Job | undefined {
  return jobs.findLast((job) => job.line <= line);
}
