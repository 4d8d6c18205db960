import type { Node } from 'oxc-parser';
import type { FunctionReference, SourcePosition, UnresolvedReference } from '../function-reference.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { positionAt } from './bundle-syntax.ts';

const mostShown = 120;

/** Collects what one script names and exports, with its positions. */
export class CollectedFindings {
  readonly #references: FunctionReference[] = [];
  readonly #unresolved: UnresolvedReference[] = [];
  readonly #exports = new Map<string, BundleValue>();
  readonly #modules = new Map<string, Map<string, BundleValue>>();
  readonly #url: string;
  readonly #text: string;

  constructor(url: string, text: string) {
    this.#url = url;
    this.#text = text;
  }

  /** All that was found. It does not keep the script's text in memory. */
  get all(): Findings {
    return {
      references: this.#references,
      unresolved: this.#unresolved,
      exports: this.#exports,
      modules: this.#modules,
    };
  }

  /** A function is named at `node`, by its canonical path. */
  addReference(node: Node, path: string): void {
    this.#references.push({ ...this.#at(node), path });
  }

  /** A part of `api` cannot be followed from `node`. */
  leaveOpen(node: Node, reason: string): void {
    // A slice of a string keeps all of it in memory, so it is copied.
    const text = Buffer.from(this.#text.slice(node.start, Math.min(node.end, node.start + mostShown))).toString();
    this.#unresolved.push({ ...this.#at(node), text, reason });
  }

  /** The script exports a value. */
  addExport(name: string, value: BundleValue): void {
    this.#exports.set(name, value);
  }

  /** A module of a module runtime exports a value. */
  addRuntimeExport(moduleId: string, name: string, value: BundleValue): void {
    const exports = this.#modules.get(moduleId) ?? new Map<string, BundleValue>();
    exports.set(name, value);
    this.#modules.set(moduleId, exports);
  }

  #at(node: Node): SourcePosition {
    return positionAt(this.#url, this.#text, node.start);
  }
}
