import { z } from 'zod';
import { importFields, importPart, importsCollection } from '../../bot/imports.js';
import type { Part } from '../../bot/parts.js';
import { Refusal } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import type { Context } from './context.js';
import { type Beside, besideKnown, takeOver } from './import-people.js';
import { headings, holdsPeople, ImportRow, readRows } from './import-rows.js';
import { importTexts } from './import-texts.js';
import { specText } from './spec-texts.js';

const rowsAtOnce = 500;
const example = ['Erika Muster', 'erika.muster@kita.example', 'Kita Beispiel', '02064 0000-0', 'Mail'];

const PeopleImport = z.object({
  ...importFields,
  rows: z.array(ImportRow),
  counts: z.object({ added: z.number(), changed: z.number(), same: z.number(), bad: z.number() }),
});

export const importsSpec = importsCollection('people-imports', PeopleImport, importTexts);

/** A CSV file with people: what it would change is shown first, then taken over by one press. */
export function peopleImportPart(context: Context): Part {
  return importPart({
    room: 'identity',
    store: context.store,
    spec: importsSpec,
    texts: importTexts,
    how: { word: 'personen' },
    word: 'personen',
    template: { name: 'personen-vorlage.csv', rows: [headings, example] },
    holds: holdsPeople,
    refusal: async ({ language }) => new Refusal(importTexts[language].onlyCoordination, 'identity.import-not-allowed'),
    read: async ({ language }, bytes) => {
      const { rows, problems } = await readRows(context, bytes, language);
      const beside = await besideKnown(context, rows);
      const news = beside.flatMap((one) => sentenceFor(one, language) ?? []);
      const added = beside.filter(({ person }) => !person).length;
      return {
        rows: [...rows],
        shown: [...problems, ...news],
        counts: { added, changed: news.length - added, same: rows.length - news.length, bad: problems.length },
      };
    },
    takeOver: (rows) => takeOver(context, rows),
    rowsAtOnce,
    changes: ({ added, changed }) => added + changed,
    summary: ({ added, changed, same, bad }, language) => importTexts[language].counts(added, changed, same, bad),
    taken: ({ added, changed }, language) => importTexts[language].taken(added, changed),
  });
}

/** Undefined: nothing would change. */
function sentenceFor({ row, person, changes }: Beside, language: Language): string | undefined {
  const t = importTexts[language];
  if (!person) return t.fresh(row.name, row.partner?.name ?? '');
  const { channels } = specText(language);
  const { name, partner, phone, chosenChannel } = changes;
  const parts = [
    ...(name === undefined ? [] : [t.fromTo(t.name, person.name, name)]),
    ...(partner ? [t.fromTo(t.partner, person.partner?.name ?? '', partner.name)] : []),
    ...(phone === undefined ? [] : [t.fromTo(t.phone, person.phone ?? '', phone)]),
    ...(chosenChannel ? [t.fromTo(t.channel, '', channels[chosenChannel])] : []),
  ];
  return parts.length > 0 ? t.changed(person.name, parts.join('; ')) : undefined;
}
