import { z } from 'zod';
import type { Turn } from '../../../bot/feature.js';
import { importFields, importPart, importsCollection } from '../../../bot/imports.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Context } from '../context.js';
import type { Invitations } from '../replies/invitations.js';
import { CommitteeRow, headings, holdsCommittees, readRows } from './import-rows.js';
import { committeeImportTexts } from './import-texts.js';
import { newsOf, takeOver } from './importing.js';

const rowsAtOnce = 150;
const examples = [
  ['Arbeitskreis Beispiel', 'Erika Muster', 'erika.muster@kita.example', 'Vorsitz'],
  ['Arbeitskreis Beispiel', 'Max Muster', 'max.muster@schule.example', 'Mitglied'],
  ['Arbeitskreis Beispiel', 'Kim Muster', 'kim.muster@schule.example', 'Vertretung für max.muster@schule.example'],
  ['Arbeitskreis Beispiel', 'Prof. Gast', '', 'Gast'],
];

const CommitteeImport = z.object({
  ...importFields,
  rows: z.array(CommitteeRow),
  counts: z.object({ news: z.number(), same: z.number(), bad: z.number() }),
});

export const committeeImportsSpec = importsCollection('committee-imports', CommitteeImport, committeeImportTexts);

/** A CSV file with committees and their members: shown as what it would change, taken over by one press. */
export function committeeImportPart(context: Context, invitations: Invitations): Part {
  return importPart({
    room: 'attendance',
    store: context.store,
    spec: committeeImportsSpec,
    texts: committeeImportTexts,
    how: { word: 'gremien datei', unlisted: true },
    word: 'gremien',
    template: { name: 'gremien-vorlage.csv', rows: [headings, ...examples] },
    holds: holdsCommittees,
    refusal: (turn) => onlyCoordination(context, turn),
    read: async ({ language }, bytes) => {
      const { rows, problems } = await readRows(context, bytes, language);
      const { sentences, same } = await newsOf(context, rows, language);
      return {
        rows: [...rows],
        shown: [...problems, ...sentences],
        counts: { news: sentences.length, same, bad: problems.length },
      };
    },
    takeOver: async (rows, importId) => {
      const touched = await takeOver(context, rows, importId);
      for (const committeeId of touched) await invitations.inviteNewcomers(committeeId);
    },
    rowsAtOnce,
    changes: ({ news }) => news,
    summary: ({ news, same, bad }, language) => committeeImportTexts[language].counts(news, same, bad),
    taken: ({ news }, language) => committeeImportTexts[language].taken(news),
    next: (language) => typedAction('gremien', committeeImportTexts[language].list),
  });
}

async function onlyCoordination(context: Context, { language }: Turn): Promise<Refusal> {
  const t = committeeImportTexts[language];
  const names = (await context.people().coordinators()).slice(0, 3).map(({ name }) => name);
  return new Refusal(t.onlyCoordination(names.join(', ') || t.coordinationOffice), 'attendance.import-not-allowed');
}
