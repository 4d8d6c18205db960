/** What a Convex function is: the hook or client method that calls it has to be of the same kind. */
export type FunctionKind = 'query' | 'mutation' | 'action';

/** A place in a source file: `file` is relative to the root with forward slashes, `line` and `column` count from 1, columns in UTF-16 units. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** A function that the front end names. `kind` is absent where no call site tells it. */
export interface FunctionReference extends SourcePosition {
  /** Convex form, `sites/list:listCompanySites`; a default export is its module alone. */
  path: string;
  kind?: FunctionKind;
  /** Where a source map says that it was written, of a reference in a built script. */
  source?: SourcePosition;
}

/** Source that may name a function but cannot be read without running it. */
export interface UnresolvedReference extends SourcePosition {
  text: string;
  reason: string;
}

/** A file that could not be read to its end; its references are not known. */
export interface UnparsedSource extends SourcePosition {
  reason: string;
}

/** An HTTP action that a front end fetches from the Convex site URL. */
export interface FetchedRoute extends SourcePosition {
  /** `GET` where the call says nothing else, absent where only run time knows. */
  method?: string;
  /** Without a query. */
  path: string;
}

/** A fetch from the Convex site URL whose path only run time knows. */
export interface OpenRoute extends SourcePosition {
  text: string;
}

export interface SourceReferences {
  /** Absolute path of the tree that was read. */
  root: string;
  /** Front-end files read. Zero means that nothing was looked at. */
  filesRead: number;
  /** Folders left out because they hold the backend's own functions, relative to the root. */
  backendFolders: readonly string[];
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  unparsed: readonly UnparsedSource[];
  /** HTTP actions that are fetched from the Convex site URL, and fetches from it whose path only run time knows. */
  routes: readonly FetchedRoute[];
  openRoutes: readonly OpenRoute[];
}
