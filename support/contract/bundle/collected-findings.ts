import type { Node } from 'oxc-parser';
import type { FunctionReference, SourcePosition, UnresolvedReference } from '../function-reference.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { positionAt } from './bundle-syntax.ts';

const mostShown = 120;

/** What one script says, as it comes to light, with the places it is said at. */
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

  /** All that came to light; the script's text is not kept by it. */
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

  /** Something of `api` goes out of sight at `node`. */
  leaveOpen(node: Node, reason: string): void {
    // A part of a string keeps the whole of it in memory, so it is written anew.
    const text = Buffer.from(this.#text.slice(node.start, Math.min(node.end, node.start + mostShown))).toString();
    this.#unresolved.push({ ...this.#at(node), text, reason });
  }

  /** The script exports a value. */
  addExport(name: string, value: BundleValue): void {
    this.#exports.set(name, value);
  }

  /** A module of a module runtime gives a value out. */
  addRuntimeExport(moduleId: string, name: string, value: BundleValue): void {
    const exports = this.#modules.get(moduleId) ?? new Map<string, BundleValue>();
    exports.set(name, value);
    this.#modules.set(moduleId, exports);
  }

  #at(node: Node): SourcePosition {
    return positionAt(this.#url, this.#text, node.start);
  }
}
