import { pageParts } from '../../../contract/bundle/page-parts.ts';

const bareImport = /(?<![\w$.])(?:from|import)\s*\(?\s*(["'`])([@\w][\w@.-]*\/[^"'`\s$]{1,300})\1/g;
const prefixEntry = /"([^"./][^"]*\/)"\s*:\s*"((?:\.{0,2}\/|https?:)[^"]*\/)"/g;

/** The prefixes of import maps, such as `"lib/": "/vendor/"`, and what scripts import below them. Source: HTML Standard, section 8.1.6.2. */
export class ImportPrefixes {
  readonly #prefixes = new Map<string, string>();
  readonly #names = new Set<string>();

  /** @returns the addresses that follow from what is new in a page or a script, and what was seen before */
  add(text: string, base: string): string[] {
    const prefixes = [...pageParts(text)]
      .filter(({ name, attributes }) => name === 'script' && /\btype\s*=\s*["']?importmap\b/i.test(attributes))
      .flatMap(({ body }) => [...body.matchAll(prefixEntry)])
      .flatMap(([, prefix = '', target = '']) => {
        const address = URL.parse(target, base)?.href;
        return address === undefined || this.#prefixes.has(prefix) ? [] : [{ prefix, address }];
      });
    const names = [...text.matchAll(bareImport)]
      .map(([, , name = '']) => name)
      .filter((name) => !this.#names.has(name));
    for (const { prefix, address } of prefixes) this.#prefixes.set(prefix, address);
    for (const name of names) this.#names.add(name);
    return prefixes.length > 0 ? this.#addressesOf([...this.#names]) : this.#addressesOf(names);
  }

  #addressesOf(names: readonly string[]): string[] {
    return names.flatMap((name) =>
      [...this.#prefixes].flatMap(([prefix, address]) =>
        name.startsWith(prefix) ? (URL.parse(name.slice(prefix.length), address)?.href ?? []) : [],
      ),
    );
  }
}
