/** A name as the name of a folder: letters, digits, `.`, `_`, `+` and `-` stay, anything else becomes `-`. */
export function folderName(name: string): string {
  const plain = name.replace(/[^\w.+-]+/g, '-').replace(/^\.+/, '');
  return plain === '' ? 'unnamed' : plain;
}
