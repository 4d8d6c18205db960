/** The kind of a Convex function. The hook or client method that calls it has to be of the same kind. */
export type FunctionKind = 'query' | 'mutation' | 'action';

/** A position in a source file: `file` is relative to the root, with forward slashes; `line` and `column` count from 1, columns in UTF-16 units. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** A function that the source names. `kind` is absent where no call tells it. */
export interface FunctionReference extends SourcePosition {
  /** In Convex form, `sites/list:listCompanySites`; the module alone for a default export. */
  path: string;
  kind?: FunctionKind;
  /** What takes it, where that is no call of Convex: it may as well be a module, of which that takes a function. */
  handedTo?: string;
  /** For a reference in a built script, its position in the source, from a source map. */
  source?: SourcePosition;
}

/** Source that may name a function which only a run would tell. */
export interface UnresolvedReference extends SourcePosition {
  text: string;
  reason: string;
  /** The function that it names, if Convex is what it is passed to: a path as text, which other libraries take too. */
  mayBe?: string;
  /** It names a part of `components`, and not of the backend itself. */
  ofComponents?: true;
}

/** A file that does not parse. Some of its references may not be known. */
export interface UnparsedSource extends SourcePosition {
  reason: string;
}

/** An HTTP action that a front end fetches from the Convex site URL. */
export interface FetchedRoute extends SourcePosition {
  /** `GET` where the call names none; absent where it is known only at run time. */
  method?: string;
  /** Without its query string. */
  path: string;
}

/** A fetch from the Convex site URL whose path is known only at run time. */
export interface OpenRoute extends SourcePosition {
  text: string;
}

export interface SourceReferences {
  /** Absolute path of the tree that was read. */
  root: string;
  /** Front-end files read. Zero means that nothing was looked at. */
  filesRead: number;
  /** Folders of backends, which are left out, relative to the root. */
  backendFolders: readonly string[];
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
  unparsed: readonly UnparsedSource[];
  /** HTTP actions that are fetched from the Convex site URL. */
  routes: readonly FetchedRoute[];
  openRoutes: readonly OpenRoute[];
}
