import { createHash } from 'node:crypto';

/** Far below what a file system takes in one name, with room for what is put behind it. */
const longestName = 100;

/** A name as the name of a folder: letters, digits, `.`, `_`, `+` and `-` stay, anything else becomes `-`. */
export function folderName(name: string): string {
  const plain = name.replace(/[^\w.+-]+/g, '-').replace(/^\.+/, '');
  return plain === '' ? 'unnamed' : plain;
}

/** What every file system keeps as it is: many take `Acme` and `acme` for one name, and Windows drops a `.` at the end. */
const keptEverywhere = /^[a-z0-9_+-](?:[a-z0-9_.+-]*[a-z0-9_+-])?$/;

/**
 * The folder of a name that no other name has, also where capital letters make no difference: one that cannot be kept as it is carries a
 * digest, so that `my app` and `my-app`, or `Acme` and `acme`, stay apart.
 */
export function ownFolderName(name: string): string {
  const plain = folderName(name);
  if (keptEverywhere.test(name) && name.length <= longestName) return name;

  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, longestName)}-${digest}`;
}
