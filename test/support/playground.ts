import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPlaygroundChannel, type PlaygroundPerson } from '../../src/channels/playground/channel.js';
import type { Form } from '../../src/messages/form.js';
import type { Inbound } from '../../src/messages/inbound.js';
import { code, strong } from '../../src/messages/inline.js';
import type { Dispatch, Reply } from '../../src/messages/reply.js';
import type { Action, FileBlock, View } from '../../src/messages/view.js';
import type { Channel } from '../../src/ports/channel.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createWebApp, WebServer } from '../../src/web/server.js';
import { fixedClock, testNow } from './clock.js';
import { tinyPng } from './fixture-views.js';
import { countedIds } from './ids.js';

export const testPeople: readonly PlaygroundPerson[] = [
  {
    slug: 'jana',
    name: 'Jana Koch',
    title: 'Kommunale Koordination (erfunden)',
    email: 'jana.koch@stadt.example',
    coordinator: true,
  },
  {
    slug: 'mehmet',
    name: 'Mehmet Aydın',
    title: 'Leitung, Kita Sonnenschein (erfunden)',
    email: 'mehmet.aydin@kita.example',
    coordinator: false,
  },
  {
    slug: 'ruth',
    name: 'Ruth Brinkmann',
    title: 'Lehrerin, Grundschule am Park (erfunden)',
    email: 'ruth.brinkmann@schule.example',
    coordinator: false,
  },
];

/** The page as the build makes it, in a folder of its own; the caller deletes it. */
export async function buildPage(): Promise<string> {
  const source = fileURLToPath(new URL('../../src/channels/playground/page/', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'playground-page-'));
  await build({
    entryPoints: [join(source, 'app.ts')],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  const copied = (await readdir(source)).filter((name) => /\.(html|css)$/.test(name));
  await Promise.all(copied.map((name) => cp(join(source, name), join(folder, name))));
  return folder;
}

export interface RunningPlayground {
  readonly url: string;
  readonly port: number;
  readonly channel: Channel;
  /** Everything that reached dispatch, in order. */
  readonly inbounds: readonly Inbound[];
  stop(): Promise<void>;
}

export interface PlaygroundSetting {
  readonly pageFolder: string;
  readonly dispatch?: Dispatch;
  readonly port?: number;
  /** Of a later run: its messages have ids and times of their own. */
  readonly isLater?: boolean;
}

/** The real channel on a real server, with a dispatch that answers by simple rules. */
export async function startPlayground(setting: PlaygroundSetting): Promise<RunningPlayground> {
  const inbounds: Inbound[] = [];
  const dispatch = setting.dispatch ?? ruleDispatch();
  const channel = createPlaygroundChannel({
    dispatch: (inbound) => {
      inbounds.push(inbound);
      return dispatch(inbound);
    },
    people: testPeople,
    networkName: 'Unser DINgg',
    clock: fixedClock(setting.isLater ? '2026-11-10T09:05:00+01:00' : testNow),
    ids: countedIds(setting.isLater ? 'later' : 'm'),
    logger: silentLogger,
    pageFolder: setting.pageFolder,
  });
  const web = createWebApp();
  channel.mount?.(web);
  const server = new WebServer(web, silentLogger);
  const port = await server.listen('127.0.0.1', setting.port ?? 0);
  await channel.start();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    channel,
    inbounds,
    stop: async () => {
      await channel.stop();
      await server.close(200);
    },
  };
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

const answer: View = {
  kind: 'agreement.answer',
  summary: 'Kündigung: vier Wochen zum Ende eines Quartals',
  title: 'So kommen Sie aus der Vereinbarung',
  blocks: [
    { type: 'text', text: ['Mit einer Frist von ', strong('vier Wochen zum Ende eines Quartals'), '.'] },
    {
      type: 'quote',
      text: 'Die Vereinbarung kann mit einer Frist von 4 Wochen zum Quartalsende gekündigt werden.',
      source: 'Kooperationsvereinbarung, Laufzeit, Absatz 2',
    },
    {
      type: 'facts',
      facts: [
        { label: 'Frühestes Ende', value: '31.12.2026' },
        { label: 'Kündigen bis', value: '03.12.2026' },
      ],
    },
    {
      type: 'note',
      text: ['Keine Rechtsberatung. Einen anderen Tag rechnet ', code('kündigungsfrist 10.11.'), ' aus.'],
    },
    {
      type: 'actions',
      actions: [
        { id: 'test.form', label: 'Einrichtung angeben', opensForm: true, style: 'primary' },
        { id: 'test.passage', label: 'Absatz lesen', payload: { passage: 'laufzeit-2' } },
      ],
    },
  ],
};

const home: View = {
  kind: 'bot.home',
  summary: 'Start',
  title: 'Guten Tag, ich bin Dorfbote',
  blocks: [
    { type: 'text', text: 'Fragen Sie mich in Ihren Worten, oder tippen Sie eines davon:' },
    {
      type: 'list',
      items: [
        [code('inhalt'), ' – was in der Vereinbarung steht'],
        [code('treffen'), ' – meine Termine'],
      ],
    },
    { type: 'picture', alt: 'Vier Balken', png: tinyPng },
    { type: 'actions', actions: [{ id: 'test.passage', label: 'Absatz lesen', payload: { passage: 'leitbild-1' } }] },
  ],
};

/** An invitation with its replies: the card that is rewritten in place. */
export function invitation(replies: readonly (readonly [name: string, reply: string])[]): View {
  const actions: readonly Action[] = [
    { id: 'test.reply', label: 'Zusagen', payload: { reply: 'dabei' }, style: 'primary' },
    { id: 'test.reply', label: 'Absagen', payload: { reply: 'abgesagt' } },
    { id: 'test.cancel', label: 'Treffen absetzen', style: 'danger', confirm: 'Das Treffen für alle absetzen?' },
  ];
  return {
    kind: 'attendance.invitation',
    summary: `Einladung: AK Übergänge, Do., 12.11., 14 Uhr, ${replies.length} Antworten`,
    title: 'AK Übergänge',
    blocks: [
      {
        type: 'facts',
        facts: [
          { label: 'Wann', value: 'Do., 12.11.2026, 14 bis 16 Uhr' },
          { label: 'Wo', value: 'Rathaus, Raum 2' },
        ],
      },
      ...(replies.length === 0
        ? []
        : [{ type: 'table' as const, caption: 'Antworten', columns: ['Wer', 'Antwort'], rows: replies }]),
      { type: 'actions', actions },
    ],
  };
}

const partnerForm: Form = {
  id: 'test.form',
  title: 'Ihre Einrichtung',
  submit: 'Absenden',
  opener: 'Einrichtung angeben',
  intro: 'Damit wir wissen, für wen Sie sprechen.',
  payload: { from: 'answer' },
  fields: [
    { type: 'text', id: 'partner', label: 'Name der Einrichtung', required: true },
    {
      type: 'choice',
      id: 'sector',
      label: 'Bereich',
      required: true,
      options: [
        { value: 'bildung', label: 'Bildung' },
        { value: 'gesundheit', label: 'Gesundheit' },
        { value: 'soziales', label: 'Soziales' },
      ],
    },
    {
      type: 'choices',
      id: 'phases',
      label: 'Lebensphasen',
      options: [
        { value: 'kita', label: 'Kita-Zeit' },
        { value: 'schule', label: 'Schulzeit' },
      ],
    },
    { type: 'date', id: 'since', label: 'Dabei seit' },
    {
      type: 'long-text',
      id: 'remark',
      label: 'Bemerkung',
      hint: 'Bitte keine Namen oder Fälle von Kindern und Familien.',
    },
  ],
};

function message(text: string, more: Partial<View> = {}): MessageReply {
  return { type: 'message', view: { kind: 'test.text', summary: text, blocks: [{ type: 'text', text }], ...more } };
}

/** Every kind of reply, by what was typed or pressed. */
export function ruleDispatch(): Dispatch {
  const replies = new Map<string, readonly [string, string]>();
  const names = new Map(testPeople.map(({ slug, name }) => [slug, name]));
  return async ({ event, from }) => {
    const name = names.get(from.user) ?? '';
    switch (event.type) {
      case 'opened':
        return { type: 'home', view: home };
      case 'text':
        return typed(event.text);
      case 'form': {
        const { partner, sector } = event.values;
        const errors = {
          ...(partner === undefined ? { partner: 'Bitte nennen Sie die Einrichtung.' } : {}),
          ...(sector === undefined ? { sector: 'Bitte wählen Sie einen Bereich.' } : {}),
        };
        if (Object.keys(errors).length === 0) return message(`Danke. Eingetragen: ${partner}, ${sector}.`);
        const fields = partnerForm.fields.map((field) => ({ ...field, value: event.values[field.id] }));
        return { type: 'form', form: { ...partnerForm, fields: fields as Form['fields'], errors } };
      }
      case 'action':
        if (event.id === 'test.form') return { type: 'form', form: partnerForm };
        if (event.id === 'test.reply') {
          replies.set(from.user, [name, String(event.payload.reply)]);
          return { type: 'replace', view: invitation([...replies.values()]) };
        }
        if (event.id === 'test.cancel') return { type: 'replace', view: message('Das Treffen fällt aus.').view };
        return message(`Der Absatz ${String(event.payload.passage)} im Wortlaut.`);
      case 'file':
        return message(`Erhalten: ${event.name}, ${event.bytes.byteLength} Bytes.`);
      case 'search':
      case 'installed':
      case 'removed':
        return { type: 'nothing' };
    }
  };
}

const deliveryTable: FileBlock = {
  type: 'file',
  name: 'zustellung-12.csv',
  mediaType: 'text/csv; charset=utf-8',
  bytes: new TextEncoder().encode('Name;Stand\nJörg;zugestellt\n'),
  label: 'Zustellung als Tabelle',
};

type MessageReply = Extract<Reply, { type: 'message' }>;

function typed(text: string): Reply {
  if (/tabelle/i.test(text)) return message('Zustellung Nr. 12', { blocks: [deliveryTable] });
  if (/einladung/i.test(text)) return { type: 'message', view: invitation([]) };
  if (/angaben/i.test(text)) return { type: 'form', form: partnerForm };
  if (/meine daten/i.test(text)) return { ...message('Das ist über Sie gespeichert: nichts.'), private: true };
  if (/in gefahr/i.test(text)) return message('Rufen Sie 110 an.', { kind: 'agreement.protection' });
  if (/raus|kündig/i.test(text)) return { type: 'message', view: answer };
  return message(`Verstanden (${text.length} Zeichen).`);
}
