import { loadParser } from './load-parser.ts';
import type { ReadFile, Refusal } from './workflow.ts';

interface ParserError {
  rawMessage: string;
  message: string;
  range: { start: { line: number } } | undefined;
}

/** The parser reads what it was given as an expression, where it wants a mapping: `env: ${{ fromJSON(…) }}`. */
const notConverted = /^Unexpected type '\w*Expression\w*' encountered/;
const notFound = 'Unable to find reusable workflow';

/**
 * Why GitHub refuses a workflow, by GitHub's own parser: unknown keys, contexts that are not available, needs that do
 * not exist or go in circles, calls of workflows that cannot be called. An expression that GitHub accepts and this
 * parser does not convert is not a refusal.
 */
export async function readRefusals(file: string, content: string, readFile: ReadFile): Promise<Refusal[]> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await loadParser();
  const { value, context } = parseWorkflow({ name: file, content }, new NoOperationTraceWriter());
  if (value) {
    const provider = {
      getFileContent: async (reference: object) => {
        if ('repository' in reference) throw new Error('It lies in another repository.');
        const path = 'path' in reference ? String(reference.path) : '';
        const text = readFile(path);
        if (text === undefined) throw new Error('There is no such file.');
        return { name: path, content: text };
      },
    };
    // 1: what errors there are, the rest is converted all the same.
    await convertWorkflowTemplate(context, value, provider, { fetchReusableWorkflowDepth: 1, errorPolicy: 1 });
  }
  const lines = content.split('\n');
  const remote = (line: number) => /uses:\s*['"]?[^.\s'"]/.test(lines[line - 1] ?? '');
  return context.errors
    .getErrors()
    .filter(({ rawMessage }: ParserError) => !notConverted.test(rawMessage))
    .map((error: ParserError) => ({ message: error.rawMessage, file, line: error.range?.start.line ?? 1 }))
    .filter(({ message, line }) => !message.endsWith(notFound) || !remote(line));
}
