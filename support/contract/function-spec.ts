import { z } from 'zod';
import { canonicalFunctionPath } from './function-path.ts';
import type { FunctionKind } from './function-reference.ts';
import { anything, Validator } from './validators/validator.ts';

/**
 * One entry of a deployment's function spec, as the system query `_system/cli/modules:apiSpec` and `npx convex function-spec` return it. A
 * function's identifier keeps the `.js` of its module; an HTTP route has no identifier. `returns` is null where none is declared.
 * Source: get-convex/convex-backend `npm-packages/system-udfs/convex/_system/cli/modules.ts`.
 */
const FunctionSpecEntry = z.discriminatedUnion('functionType', [
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

/** The whole answer of `apiSpec`. */
export const FunctionSpec = z.array(FunctionSpecEntry);
export type FunctionSpec = z.infer<typeof FunctionSpec>;

/** What `npx convex function-spec` prints: the address of the deployment, and its functions. */
export const FunctionSpecFile = z.union([
  FunctionSpec.transform((functions) => ({ url: undefined, functions })),
  z.looseObject({ url: z.string().optional(), functions: FunctionSpec }),
]);
export type FunctionSpecFile = z.infer<typeof FunctionSpecFile>;

/** A function that is deployed, by the path that a client calls it with. */
export interface DeployedFunction {
  path: string;
  kind: FunctionKind;
  isPublic: boolean;
  /** Validator of its arguments; `any` where it declares none, absent where it could not be read. */
  args?: Validator;
  /** Validator of its result; `any` where it declares none, absent where it could not be read. */
  returns?: Validator;
}

/** An HTTP action. `path` is exact, or a prefix that ends with `*`. */
export interface HttpRoute {
  method: string;
  path: string;
}

/** The functions of a spec, without HTTP routes. Pure. */
export function deployedFunctions(spec: FunctionSpec): DeployedFunction[] {
  return spec.flatMap((entry) => {
    if (entry.functionType === 'HttpAction') return [];
    const visibility = entry.visibility?.kind ?? 'public';
    const [args, returns] = [validatorOf(entry.args), validatorOf(entry.returns)];
    return [
      {
        path: canonicalFunctionPath(entry.identifier),
        kind: kinds[entry.functionType],
        isPublic: visibility === 'public',
        ...(args && { args }),
        ...(returns && { returns }),
      },
    ];
  });
}

/** The HTTP routes of a spec. Pure. */
export function httpRoutesOf(spec: FunctionSpec): HttpRoute[] {
  return spec.flatMap((entry) =>
    entry.functionType === 'HttpAction' ? [{ method: entry.method, path: entry.path }] : [],
  );
}

/** A declared validator; `any` where none is declared, undefined where it is of a form that is not known here. */
function validatorOf(declared: unknown): Validator | undefined {
  if (declared === null || declared === undefined) return anything;
  const parsed = Validator.safeParse(declared);
  return parsed.success ? parsed.data : undefined;
}

const kinds = { Query: 'query', Mutation: 'mutation', Action: 'action' } as const;
