/** A room of the house: its path, and what files in it may import. */
export interface Room {
  path: RegExp;
  mayImport: readonly RegExp[];
}

const room = (name: string) => new RegExp(`^support/${name}/`);

/** The one file of a platform's or family's room that specs import. */
const roomDoor = /^support\/(?:platforms|families)\/[^/]+\/index\.ts$/;

/** What check says of itself as data: platforms and reports word and return it without knowing how checks are run. */
const checkData =
  /^support\/check\/(finding|not-applicable|not-verified|outcome|outcome-annotation|format|definition|spec-place|waivers)\.ts$/;

/** What the rooms may import that take readings. */
const readsPlatforms = [
  room('http'),
  room('profile'),
  room('reading'),
  room('contract'),
  room('snapshot'),
  room('redaction'),
  checkData,
];

/** One direction of imports, no way back. A file may always import from its own room. */
export const rooms: readonly Room[] = [
  { path: room('node'), mayImport: [] },
  { path: room('table'), mayImport: [] },
  { path: room('redaction'), mayImport: [] },
  { path: room('http'), mayImport: [] },
  { path: room('contract'), mayImport: [] },
  { path: room('snapshot'), mayImport: [] },
  { path: room('workflow'), mayImport: [] },
  { path: room('profile'), mayImport: [room('table'), room('redaction')] },
  { path: room('reading'), mayImport: [room('http'), room('profile')] },
  { path: room('check'), mayImport: [room('profile'), room('http'), room('reading'), room('redaction')] },
  {
    path: room('platforms'),
    mayImport: readsPlatforms,
  },
  {
    path: room('families'),
    mayImport: [...readsPlatforms, room('platforms')],
  },
  { path: room('report'), mayImport: [room('profile'), room('http'), room('redaction'), checkData] },
  {
    path: room('sync'),
    mayImport: [
      room('table'),
      room('profile'),
      room('platforms'),
      room('families'),
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
      roomDoor,
    ],
  },
  {
    // A judgement is pure: it takes what readings gave, and sees neither the door nor how checks are run.
    path: /^specs\/(?!harness\/|containers\/|smoke\/)[^/]+\/[^/]+\.judge\.ts$/,
    mayImport: [room('platforms'), room('families'), room('profile'), room('contract'), room('redaction'), checkData],
  },
  {
    path: /^specs\/(?!harness\/|containers\/|smoke\/)[^/]+\/[^/]+\.spec\.ts$/,
    mayImport: [/^support\/check\/index\.ts$/, roomDoor, /^specs\/[^/]+\/[^/]+\.judge\.ts$/],
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
