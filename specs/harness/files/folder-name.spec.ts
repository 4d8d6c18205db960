import { expect, test } from 'vitest';
import { folderName, ownFolderName } from '../../../support/files/folder-name.ts';
import fc from '../property.ts';

const signs = fc.constantFrom(' ', '-', '_', '.', '/', '+', ':', 'é', 'e\u0301', '日', 'a', 'A', 'b', 'B', '7');
const names = fc.string({ unit: signs, minLength: 1, maxLength: 6 });

/** Two names as a file system sees them that ignores capital letters and normal forms, as those of macOS and Windows do. */
const asStored = (name: string) => name.normalize('NFC').toLowerCase().replace(/\.+$/, '');

test('a name of small letters, digits, `.`, `_`, `+` and `-` is its own folder', () => {
  const names = ['acme', 'my-app', 'my_app', 'v1.2+eu'];
  expect(names.map(ownFolderName)).toEqual(names);
});

test.each([
  ['capital letters', 'acme', 'Acme', 'ACME'],
  ['a dot at the end', 'acme', 'acme.', 'acme..'],
  ['the normal form of Unicode', 'caf\u00e9', 'cafe\u0301', 'cafe'],
])('names that differ in %s alone have folders of their own on every file system', (_what, ...names) => {
  const folders = names.map((name) => asStored(ownFolderName(name)));
  expect(new Set(folders).size).toBe(names.length);
});

test('names that differ in signs alone have folders of their own', () => {
  const folders = ['my app', 'my-app', 'my/app', 'my  app', 'my_app', '.my-app', 'my:app', 'my.app'].map(ownFolderName);
  expect(new Set(folders).size).toBe(folders.length);
  expect(ownFolderName('my app')).toMatch(/^my-app-[0-9a-f]{8}$/);
});

test('no two names share a folder, and none leads out of where it is put', () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      if (one !== other) expect(asStored(ownFolderName(one))).not.toBe(asStored(ownFolderName(other)));
      expect(ownFolderName(one)).toMatch(/^[\w+-][\w.+-]*$/);
    }),
    { numRuns: 2_000 },
  );
});

test('a long name is shortened to what every file system takes', () => {
  const long = 'x'.repeat(300);
  expect(ownFolderName(long).length).toBeLessThan(120);
  expect(ownFolderName(long)).not.toBe(ownFolderName(`${long}y`));
});

test('a name with nothing left has a folder all the same', () => {
  expect(folderName('..')).toBe('unnamed');
  expect(ownFolderName('日本')).not.toBe(ownFolderName('東京'));
});
