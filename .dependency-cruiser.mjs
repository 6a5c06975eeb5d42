/** Who may import whom. `test/architecture` holds these rules themselves to account. */

/** Room → the rooms it may import besides itself. */
const rooms = {
  'src/kernel': [],
  'src/config': ['src/kernel'],
  'src/messages': ['src/kernel'],
  'src/content': [],
  'src/ports': ['src/kernel', 'src/messages'],
  'src/bot': ['src/kernel', 'src/messages', 'src/ports'],
  'src/charts': ['src/kernel', 'src/messages', 'src/ports'],
  'src/delivery': ['src/kernel', 'src/messages', 'src/ports'],
  'src/scheduling': ['src/kernel', 'src/messages', 'src/ports'],
  'src/storage': ['src/kernel', 'src/messages', 'src/ports'],
  'src/web': ['src/kernel', 'src/messages', 'src/ports'],
};

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `${room.slice(4)}-imports`,
  comment: `${room} may import only ${['itself', ...others].join(', ')}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(src|scripts|test)/', pathNot: [room, ...others].map((allowed) => `^${allowed}/`) },
}));

/** A feature knows the bot's feature contract and its helpers for views, never another feature. */
const featureRule = {
  name: 'feature-imports',
  comment: 'A feature imports kernel, messages, ports, the feature contract and content; never another feature.',
  severity: 'error',
  from: { path: '^src/features/([^/]+)/' },
  to: {
    path: '^(src|scripts|test)/',
    pathNot: [
      '^src/features/$1/',
      '^src/(kernel|messages|ports|content)/',
      '^src/bot/(feature|imports|parts|views|match|persons|reports)\\.ts$',
    ],
  },
};

const channelRule = {
  name: 'channel-imports',
  comment: 'A channel imports kernel, messages and ports; never another channel, a feature or the bot.',
  severity: 'error',
  from: { path: '^src/channels/([^/]+)/' },
  to: { path: '^(src|scripts|test)/', pathNot: ['^src/channels/$1/', '^src/(kernel|messages|ports)/'] },
};

/** Each of these packages appears in exactly one folder. */
const homes = {
  '@slack/[^/]+': 'src/channels/slack',
  'botbuilder[^/]*|botframework-[^/]+|@microsoft/teams-ai': 'src/channels/teams',
  nodemailer: 'src/channels/mail',
  mongodb: 'src/storage/mongo',
  '@seald-io/nedb': 'src/storage/embedded',
  'node-cron': 'src/scheduling',
  'echarts|@resvg/resvg-wasm': 'src/charts',
};

const homeRules = Object.entries(homes).map(([packages, home]) => ({
  name: `${home.split('/').pop()}-packages-stay-home`,
  comment: `Only ${home} may import this.`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^${home}/` },
  to: { path: `^node_modules/(@types/)?(${packages})/` },
}));

/** Node modules that touch the outside; a room that imports none of them is a room of pure functions. */
const io = '^(node:)?(fs|fs/promises|net|http|https|http2|child_process|dgram|tls|dns|worker_threads|cluster)$';

export default {
  forbidden: [
    ...roomRules,
    featureRule,
    channelRule,
    ...homeRules,
    {
      name: 'no-input-or-output-in-pure-rooms',
      severity: 'error',
      from: { path: '^src/(kernel|messages)/' },
      to: { path: io },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-or-tools-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
