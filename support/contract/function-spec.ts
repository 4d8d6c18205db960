import { z } from 'zod';
import { canonicalFunctionPath } from './function-path.ts';
import type { FunctionKind } from './function-reference.ts';

/**
 * One entry of a deployment's function spec, as the system query `_system/cli/modules:apiSpec` and `npx convex function-spec` give it. A
 * function's identifier keeps the `.js` of its module; an HTTP route has no identifier. `returns` is null where none is declared.
 * Source: get-convex/convex-backend `npm-packages/system-udfs/convex/_system/cli/modules.ts`.
 */
export const FunctionSpecEntry = z.discriminatedUnion('functionType', [
  z.looseObject({ functionType: z.literal('HttpAction'), method: z.string(), path: z.string() }),
  ...(['Query', 'Mutation', 'Action'] as const).map((functionType) =>
    z.looseObject({
      functionType: z.literal(functionType),
      identifier: z.string(),
      // Public when absent.
      visibility: z.looseObject({ kind: z.string() }).nullish(),
      args: z.unknown().optional(),
      returns: z.unknown().optional(),
    }),
  ),
]);
export type FunctionSpecEntry = z.infer<typeof FunctionSpecEntry>;

/** The whole answer of `apiSpec`. */
export const FunctionSpec = z.array(FunctionSpecEntry);
export type FunctionSpec = z.infer<typeof FunctionSpec>;

/** A function that is deployed, by the path that a client calls it with. */
export interface DeployedFunction {
  path: string;
  kind: FunctionKind;
  isPublic: boolean;
}

/** The functions of a spec, HTTP routes left out. Pure. */
export function deployedFunctions(spec: FunctionSpec): DeployedFunction[] {
  return spec.flatMap((entry) => {
    if (entry.functionType === 'HttpAction') return [];
    const visibility = entry.visibility?.kind ?? 'public';
    return [
      {
        path: canonicalFunctionPath(entry.identifier),
        kind: kinds[entry.functionType],
        isPublic: visibility === 'public',
      },
    ];
  });
}

const kinds = { Query: 'query', Mutation: 'mutation', Action: 'action' } as const;
