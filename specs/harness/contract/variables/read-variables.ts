import { readBackendTree } from '../../../../fixtures/frontends/read-backend-tree.ts';

/** The variables that a backend of `files` needs, those it does without, and the places that only run time names; each variable once. */
export async function readVariables(files: Readonly<Record<string, string>>) {
  const syntax = await readBackendTree(files);
  return {
    needed: syntax.variables.filter(({ hasFallback }) => !hasFallback).map(({ name }) => name),
    spare: syntax.variables.filter(({ hasFallback }) => hasFallback).map(({ name }) => name),
    open: syntax.openVariables.map(({ text }) => text),
  };
}
