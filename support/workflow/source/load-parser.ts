import { registerHooks } from 'node:module';

type Parser = typeof import('@actions/workflow-parser');

let loaded: Promise<Parser> | undefined;

/**
 * GitHub's own parser of workflows. It imports its schemas as JSON without the attribute that Node demands
 * (ERR_IMPORT_ATTRIBUTE_MISSING); a hook that adds it for that package alone lets it load in Node and in vitest.
 */
export function loadParser(): Promise<Parser> {
  loaded ??= importWithHook();
  return loaded;
}

async function importWithHook(): Promise<Parser> {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const isSchema = url.includes('/@actions/workflow-parser/') && url.endsWith('.json');
      return next(url, isSchema ? { ...context, importAttributes: { type: 'json' } } : context);
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}
