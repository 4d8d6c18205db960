import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';

export const repository = path.join(import.meta.dirname, '../../../..');
export const actionText = readFileSync(path.join(repository, 'action.yml'), 'utf8');

export interface ActionStep {
  name: string;
  id?: string;
  if?: string;
  uses?: string;
  shell?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string | boolean>;
}

export interface ActionFile {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: ActionStep[] };
}

export const action = parse(actionText) as ActionFile;

/** Why GitHub's own parser of actions refuses a text; empty where it takes it. */
export async function actionRefusals(content: string): Promise<string[]> {
  const hooks = registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
  });
  try {
    const dist = path.join(repository, 'node_modules/@actions/workflow-parser/dist');
    const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(path.join(dist, file)).href);
    const { parseAction } = await load('actions/action-parser.js');
    const { NoOperationTraceWriter } = await load('index.js');
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
    return context.errors.getErrors().map(({ rawMessage }: { rawMessage: string }) => rawMessage);
  } finally {
    hooks.deregister();
  }
}
