import type { DeployedFunction } from '../../contract/index.ts';

type Kind = DeployedFunction['kind'];

/** What the repository says of the functions that a live page calls. */
export interface KnownSource {
  /** The functions of the backend's own source; undefined where the config names none, or it could not be read. */
  backend?: readonly Pick<DeployedFunction, 'path' | 'kind' | 'isPublic'>[] | undefined;
  /**
   * The paths that the front end's source calls, each with the kinds that it is called as, undefined for a kind that the source does
   * not show. Undefined where the config names no source, or it could not be read.
   */
  frontend?: ReadonlyMap<string, ReadonlySet<Kind | undefined>> | undefined;
}

/** Which side is behind, and what puts it right. */
export interface SideBehind {
  cause: string;
  remedy: string;
}

export interface FunctionFault {
  path: string;
  /** The kind that the page calls it as. */
  calledAs: Kind;
  deployCommand: string;
}

/**
 * Tells which side is behind where a page calls a function that the deployment does not have as it is called: the live front end, the
 * backend's source, or the deployment. Deploying helps only where the deployment is behind its source.
 */
export function sideBehind(
  { path, calledAs, deployCommand }: FunctionFault,
  { backend, frontend }: KnownSource,
): SideBehind {
  const inSource = backend?.find((each) => each.path === path);
  if (inSource?.isPublic && inSource.kind === calledAs)
    return { cause: "the deployment is behind: the backend's source has the function", remedy: deployCommand };
  const stale = staleFrontend({ path, calledAs }, frontend);
  if (stale !== undefined)
    return {
      cause: `the live front end is behind: ${stale}${backend !== undefined && !inSource ? `, and the backend's source has no ${path} any more` : ''}`,
      remedy: 'Build the front end from the current source and deploy it; pages that are open have to be loaded again.',
    };
  if (inSource)
    return {
      cause: inSource.isPublic
        ? `the front end is wrong: in the backend's source ${path} is a ${inSource.kind}`
        : `the front end is wrong: in the backend's source ${path} is internal`,
      remedy: inSource.isPublic
        ? `Call ${path} as a ${inSource.kind} in the front end, and deploy the front end.`
        : `Call a public function in the front end, or make ${path} public in the backend's source.`,
    };
  if (backend !== undefined)
    return {
      cause: `the backend's source is behind: it has no ${path}`,
      remedy: `Add ${path} to the backend's source, or take the call out of the front end; deploying the backend as it is does not help.`,
    };
  return {
    cause: "the backend's source is not known, so which side is behind is not either",
    remedy: `${deployCommand}, where the backend's source has the function; otherwise deploy the front end that belongs to this backend.`,
  };
}

/** What the front end's source says that the live page does not do; undefined where it may make this call. */
function staleFrontend(
  { path, calledAs }: Pick<FunctionFault, 'path' | 'calledAs'>,
  frontend: KnownSource['frontend'],
): string | undefined {
  if (frontend === undefined) return undefined;
  const kinds = frontend.get(path);
  if (kinds === undefined) return `its source does not call ${path} any more`;
  if (kinds.has(calledAs) || kinds.has(undefined)) return undefined;
  return `its source calls ${path} as a ${[...kinds].join(' and a ')}`;
}
