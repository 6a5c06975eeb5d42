import { readTable, type Table } from '../../kernel/csv.js';
import { problemText } from '../../kernel/csv-texts.js';
import { fold } from '../../kernel/fold.js';
import type { Language } from '../../kernel/texts.js';
import { cut } from '../../messages/text.js';
import { shownValue } from './changing.js';
import { type EntryField, type EntryValues, entryFields, readEntry, valuesOf } from './entry.js';
import { entryTexts } from './entry-texts.js';
import { importTexts } from './import-texts.js';
import type { ImportRow } from './imports.js';
import { differing, marksOf } from './merging.js';
import type { PartnerDocument } from './model.js';
import { SimilarNames } from './similar.js';
import { columns, valuesInRow } from './table.js';

export const mostRows = 2_000;
const longestLine = 300;
const longestValue = 60;

type Row = Table<EntryField | 'id'>['rows'][number];

/** What a file would change, and every line that it cannot. */
export interface ImportPlan {
  readonly rows: readonly ImportRow[];
  /** Mistakes first, then what changes, a line each. */
  readonly shown: readonly string[];
  readonly bad: number;
  readonly same: number;
  readonly ignored: readonly string[];
}

/** Compares a table with the directory as it is. `id` names the entries that it would make. */
export function planImport(
  bytes: Uint8Array,
  there: readonly PartnerDocument[],
  id: (line: number) => string,
  language: Language,
): ImportPlan {
  const table = readTable(bytes, columns, { mostRows });
  const planner = new Planner(there, id, language);
  for (const row of table.rows) planner.add(row);
  const problems = table.problems.map((problem) => problemText(problem, language));
  return {
    rows: planner.rows,
    shown: [...problems, ...planner.mistakes, ...planner.shown],
    bad: problems.length + planner.mistakes.length,
    same: planner.same,
    ignored: table.ignored,
  };
}

class Planner {
  readonly rows: ImportRow[] = [];
  readonly mistakes: string[] = [];
  readonly shown: string[] = [];
  same = 0;
  private readonly byName = new Map<string, PartnerDocument[]>();
  private readonly byId: ReadonlyMap<string, PartnerDocument>;
  /** Entry or name → the line that speaks of it. */
  private readonly lines = new Map<string, number>();
  private readonly similar: SimilarNames<PartnerDocument>;
  private readonly t;

  constructor(
    there: readonly PartnerDocument[],
    private readonly id: (line: number) => string,
    private readonly language: Language,
  ) {
    this.t = importTexts[language];
    this.similar = new SimilarNames(there);
    this.byId = new Map(there.map((partner) => [partner._id, partner]));
    for (const partner of there) {
      const name = fold(partner.name);
      this.byName.set(name, [...(this.byName.get(name) ?? []), partner]);
    }
  }

  add(row: Row): void {
    const mistake = this.taken(row);
    if (mistake !== undefined) this.mistakes.push(cut(this.t.line(String(row.line), mistake), longestLine));
  }

  /** What is wrong with a row; undefined once it is planned. */
  private taken({ line, cells }: Row): string | undefined {
    const found = this.partnerFor(cells.id, cells.name);
    if (typeof found === 'string') return found;
    const key = found?._id ?? fold(cells.name);
    const earlier = this.lines.get(key);
    if (earlier !== undefined) return this.t.twice(String(earlier));
    this.lines.set(key, line);
    const current = found ? valuesOf(found) : {};
    const wanted = { ...current, ...valuesInRow(cells) };
    const read = readEntry(wanted, this.language);
    if ('errors' in read) {
      const labels = entryTexts[this.language];
      const errors = entryFields.flatMap((field) =>
        read.errors[field] === undefined ? [] : [`${labels[field]}: ${read.errors[field]}`],
      );
      return errors.join(' ');
    }
    const { facts, contact, publish } = read.entry;
    const consents = publish.map((field) => ({ field, at: new Date(0), change: '' }));
    this.plan(line, found, current, valuesOf({ ...facts, contact: { ...contact, consents } }));
    return undefined;
  }

  private plan(line: number, found: PartnerDocument | undefined, current: EntryValues, values: EntryValues): void {
    const fields = differing(current, values);
    if (found && fields.length === 0) {
      this.same += 1;
      return;
    }
    const name = String(values.name ?? '');
    this.rows.push({
      line,
      kind: found ? 'changed' : 'new',
      partner: found?._id ?? this.id(line),
      name,
      base: { ...marksOf(current) },
      values: Object.fromEntries(
        fields.flatMap((field) => {
          const value = values[field];
          return value === undefined ? [] : [[field, typeof value === 'string' ? value : [...value]] as const];
        }),
      ),
    });
    this.show(line, found ? this.t.changed(name, this.changes(fields, current, values)) : this.fresh(name));
  }

  private fresh(name: string): string {
    const [similar] = this.similar.to(name);
    return similar ? this.t.similar(name, similar.name) : this.t.fresh(name);
  }

  private changes(fields: readonly EntryField[], before: EntryValues, after: EntryValues): string {
    const shown = (field: EntryField, values: EntryValues) =>
      cut(shownValue(field, values[field], this.language), longestValue);
    return fields
      .map((field) => this.t.change(entryTexts[this.language][field], shown(field, before), shown(field, after)))
      .join('; ');
  }

  /** By its id where one is given, otherwise by the whole name; a text says why it cannot be told. */
  private partnerFor(id: string, name: string): PartnerDocument | undefined | string {
    if (id !== '') return this.byId.get(id) ?? this.t.unknownId;
    const [only, ...others] = this.byName.get(fold(name)) ?? [];
    return others.length > 0 ? this.t.ambiguous : only;
  }

  private show(line: number, text: string): void {
    this.shown.push(cut(this.t.line(String(line), text), longestLine));
  }
}
