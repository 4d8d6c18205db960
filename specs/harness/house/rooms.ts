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
  /^support\/check\/(finding|fingerprint|not-applicable|not-verified|outcome|outcome-annotation|format|definition|spec-place|waivers|output\/printed|output\/run-progress)\.ts$/;

/** What a platform is declared by: the registry, `platform.ts` and the files that it is made of. Profiles are built from these alone. */
const declarations = /^support\/platforms\/(?:registry|[^/]+\/platform(?:-[^/]+)?)\.ts$/;

/** Small rooms that every other may use: they know nothing of deployments. */
const ground = [room('text'), room('files'), room('redaction')];

/** Exit codes, and how a command is declared. */
const commands = [room('command')];

/** What the rooms may import that take readings. */
const readsPlatforms = [
  ...ground,
  ...commands,
  room('settings'),
  room('http'),
  room('profile'),
  room('reading'),
  room('contract'),
  room('snapshot'),
  room('compose'),
  checkData,
];

/** One direction of imports, no way back. A file may always import from its own room. */
export const rooms: readonly Room[] = [
  { path: room('node'), mayImport: [] },
  { path: room('table'), mayImport: ground },
  { path: room('redaction'), mayImport: [] },
  { path: room('text'), mayImport: [room('redaction')] },
  { path: room('files'), mayImport: [room('text')] },
  { path: room('http'), mayImport: ground },
  {
    path: room('contract'),
    // It starts processes of its own, to bundle and to import a backend.
    mayImport: [...ground, /^support\/settings\/convex-names\.ts$/, /^support\/http\/pass-grant\.ts$/],
  },
  { path: room('snapshot'), mayImport: ground },
  { path: room('workflow'), mayImport: [...ground, /^support\/contract\/syntax\/parse-script\.ts$/] },
  { path: room('compose'), mayImport: ground },
  {
    // It words the errors that end a tool, and knows nothing else of the rooms that throw them.
    path: room('command'),
    mayImport: [
      ...ground,
      room('settings'),
      /^support\/profile\/configuration-error\.ts$/,
      /^support\/http\/request-failure\.ts$/,
      /^support\/check\/not-verified\.ts$/,
    ],
  },
  { path: room('settings'), mayImport: ground },
  { path: declarations, mayImport: [...ground, room('settings')] },
  {
    path: room('profile'),
    // It starts the commands that the config names for stores of secrets.
    mayImport: [...ground, room('table'), room('settings'), declarations, /^support\/http\/pass-grant\.ts$/],
  },
  { path: room('reading'), mayImport: [...ground, room('http'), room('profile')] },
  { path: room('check'), mayImport: [...ground, room('settings'), room('profile'), room('http'), room('reading')] },
  {
    path: room('platforms'),
    mayImport: readsPlatforms,
  },
  {
    path: room('families'),
    mayImport: [...readsPlatforms, room('platforms'), room('workflow')],
  },
  {
    path: room('report'),
    mayImport: [
      ...ground,
      ...commands,
      room('profile'),
      room('http'),
      checkData,
      // What to do about a failed gate is one wording, for every report.
      /^support\/families\/delivery\/guidance\.ts$/,
    ],
  },
  {
    path: room('sync'),
    mayImport: [
      ...ground,
      ...commands,
      room('table'),
      room('profile'),
      room('platforms'),
      room('families'),
      room('http'),
      room('reading'),
      checkData,
    ],
  },
  {
    path: room('smoke'),
    mayImport: [
      ...ground,
      ...commands,
      room('profile'),
      room('contract'),
      room('check'),
      // The browser opens its own sockets: what keeps them at home stands with the door.
      /^support\/http\/start-refusing-proxy\.ts$/,
      // What answers in a page's place, a machine without a network and a certificate are recognised as they are for every other request.
      /^support\/http\/(?:front\/front|intercepted|machine-network|request-failure|server-certificate)\.ts$/,
      roomDoor,
    ],
  },
  {
    // What a team's repository imports, and what starts the tools there.
    path: room('package'),
    mayImport: [
      ...ground,
      ...commands,
      room('check'),
      room('profile'),
      room('reading'),
      room('report'),
      room('smoke'),
      declarations,
    ],
  },
  {
    // Tools for the first hour: they look at everything that a team has, and nothing depends on them.
    path: room('adopt'),
    mayImport: [
      ...ground,
      ...commands,
      room('settings'),
      room('table'),
      room('profile'),
      room('http'),
      room('reading'),
      room('check'),
      room('report'),
      room('smoke'),
      room('platforms'),
      room('families'),
      room('sync'),
    ],
  },
  {
    // A judgement is pure: it takes what readings gave, and sees neither the door nor how checks are run.
    path: /^specs\/(?!harness\/|containers\/|smoke\/)[^/]+\/[^/]+\.judge\.ts$/,
    mayImport: [
      ...ground,
      room('platforms'),
      room('families'),
      room('profile'),
      room('contract'),
      room('workflow'),
      room('compose'),
      checkData,
    ],
  },
  {
    path: /^specs\/(?!harness\/|containers\/|smoke\/)[^/]+\/[^/]+\.spec\.ts$/,
    mayImport: [/^support\/check\/index\.ts$/, roomDoor, /^specs\/[^/]+\/[^/]+\.judge\.ts$/],
  },
  { path: /^(?:specs\/smoke|fixtures\/twin\/journeys)\//, mayImport: [room('smoke')] },
  {
    path: /^fixtures\/twin\//,
    mayImport: [
      /^fixtures\/ports\//,
      room('text'),
      room('files'),
      room('command'),
      room('profile'),
      /^support\/contract\/(?:index|backend\/(?:mounted-components|backend-syntax|bundle-backend|install-command)|variables\/package-variables)\.ts$/,
    ],
  },
  {
    path: /^fixtures\/deployments\//,
    mayImport: [/^fixtures\/twin\//, room('profile'), room('http'), room('reading'), room('sync')],
  },
  {
    path: /^fixtures\/faults\//,
    mayImport: [
      /^fixtures\/(?:twin|event-api|snapshots|databases|answers)\//,
      /^fixtures\/deployments\/committed-(?:table|shop)\.ts$/,
    ],
  },
];

/** Every room that has rules; a folder of `support` that is not among them is told of. */
export function roomOf(file: string): Room | undefined {
  return rooms.find(({ path }) => path.test(file));
}
