import { join } from '../repository/repository.ts';

/** One `actions/checkout`: the folder of the workspace, and whether it is this repository. */
interface Checkout {
  folder: string;
  isOwn: boolean;
}

/** Which folders of the workspace are this repository, as the steps of a job check out. */
export class Checkouts {
  #checkouts: readonly Checkout[] = [];

  add(folder: string, isOwn: boolean): void {
    this.#checkouts = [...this.#checkouts, { folder: join('', folder.replace(/^\.\//, '')), isOwn }];
  }

  /** A folder of the workspace in the repository; undefined where it is not this repository's. */
  toRepository(folder: string): string | undefined {
    const at = this.#checkouts
      .filter((each) => each.folder === '' || folder === each.folder || folder.startsWith(`${each.folder}/`))
      .sort((one, other) => other.folder.length - one.folder.length)[0];
    // Without a checkout that says otherwise, the workspace is the repository.
    if (!at) return this.#checkouts.length === 0 ? folder : undefined;
    if (!at.isOwn) return undefined;
    return at.folder === '' ? folder : folder.slice(at.folder.length).replace(/^\//, '');
  }

  toWorkspace(folder: string): string {
    const own = this.#checkouts.find(({ isOwn }) => isOwn);
    return own ? join(own.folder, folder) : folder;
  }
}
