/** A room of the house: its path, and what files in it may import. */
export interface Room {
  path: RegExp;
  mayImport: readonly RegExp[];
}

const room = (name: string) => new RegExp(`^support/${name}/`);

/** What check says of itself as data: platforms and reports word and return it without knowing how checks are run. */
const checkData =
  /^support\/check\/(finding|not-applicable|not-verified|outcome|outcome-annotation|format|definition|spec-place|waivers)\.ts$/;

/** One direction of imports, no way back. A file may always import from its own room. */
export const rooms: readonly Room[] = [
  { path: room('node'), mayImport: [] },
  { path: room('table'), mayImport: [] },
  { path: room('redaction'), mayImport: [] },
  { path: room('http'), mayImport: [] },
  { path: room('contract'), mayImport: [] },
  { path: room('snapshot'), mayImport: [] },
  { path: room('profile'), mayImport: [room('table'), room('redaction')] },
  { path: room('reading'), mayImport: [room('http'), room('profile')] },
  { path: room('check'), mayImport: [room('profile'), room('http'), room('reading'), room('redaction')] },
  {
    path: room('platforms'),
    mayImport: [
      room('http'),
      room('profile'),
      room('reading'),
      room('contract'),
      room('snapshot'),
      room('redaction'),
      checkData,
    ],
  },
  { path: room('report'), mayImport: [room('profile'), room('http'), room('redaction'), checkData] },
  {
    path: room('sync'),
    mayImport: [
      room('table'),
      room('profile'),
      room('platforms'),
      room('http'),
      room('reading'),
      room('redaction'),
      checkData,
    ],
  },
  {
    path: room('smoke'),
    mayImport: [
      room('profile'),
      room('contract'),
      room('check'),
      room('redaction'),
      // The browser opens its own sockets: what keeps them at home stands with the door.
      /^support\/http\/start-refusing-proxy\.ts$/,
      /^support\/platforms\/[^/]+\/index\.ts$/,
    ],
  },
  {
    path: /^specs\/(?!harness\/|containers\/|smoke\/)[^/]+\//,
    mayImport: [/^support\/check\/index\.ts$/, /^support\/platforms\/[^/]+\/index\.ts$/],
  },
  { path: /^specs\/smoke\//, mayImport: [room('smoke')] },
  { path: /^fixtures\/twin\//, mayImport: [/^support\/profile\//] },
  {
    path: /^fixtures\/deployments\//,
    mayImport: [/^fixtures\/twin\//, room('profile'), room('http'), room('reading'), room('sync')],
  },
  {
    path: /^fixtures\/faults\//,
    mayImport: [/^fixtures\/(?:twin|snapshots|databases|answers)\//, /^fixtures\/deployments\/committed-table\.ts$/],
  },
];

/** Every room that has rules; a folder of `support` that is not among them is told of. */
export function roomOf(file: string): Room | undefined {
  return rooms.find(({ path }) => path.test(file));
}
