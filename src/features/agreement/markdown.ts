import { z } from 'zod';
import { fold } from '../../kernel/fold.js';
import type { AgreementDocument, Passage, Section } from './document.js';

/** A document's file cannot be read: names the file, the line (from 1) and what to mend, for whoever runs the bot. */
export class DocumentError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly problem: string,
  ) {
    super(`${file}, Zeile ${line}: ${problem}`);
    this.name = 'DocumentError';
  }
}

const FrontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, 'nur Kleinbuchstaben, Ziffern und Bindestriche'),
  kurztitel: z.string().min(1).max(120),
  fassung: z.string().min(1).max(120),
  'kündigungsfrist-tage': z.coerce.number().int().min(1).max(366).optional(),
  'kündigungsfrist-ende': z.literal('quartal', 'nur „quartal“ kann ausgerechnet werden').optional(),
  'kündigungsfrist-stelle': z.string().optional(),
  'inkrafttreten-stelle': z.string().optional(),
});
type FrontMatter = z.infer<typeof FrontMatter>;

/**
 * Reads a document from Markdown: front matter, one `#` title, `##` sections (`{#id}` names one), paragraphs, lists;
 * `<!-- liste: strategisches-ziel = Ziel -->` names the items of the list below it. Throws `DocumentError`.
 *
 * @param file  its name, for errors
 */
export function readMarkdown(text: string, file: string): AgreementDocument {
  return new Reader(file, text.replace(/^\uFEFF/, '').split(/\r?\n/)).read();
}

type BlockKind = 'text' | 'bullet' | 'numbered';

interface List {
  readonly id: string;
  readonly name?: string;
  count: number;
}

class Reader {
  private readonly passages: Passage[] = [];
  private readonly sections: Section[] = [];
  private readonly ids = new Set<string>();
  private title: string | undefined;
  private section: Section | undefined;
  private paragraphs = 0;
  private list: List | undefined;
  /** Lines of the paragraph or item being read. */
  private open: { readonly line: number; readonly lines: string[]; readonly kind: BlockKind } | undefined;

  constructor(
    private readonly file: string,
    private readonly lines: readonly string[],
  ) {}

  read(): AgreementDocument {
    const { front, next } = this.frontMatter();
    for (let index = next; index < this.lines.length; index += 1) this.line(this.lines[index] ?? '', index + 1);
    this.close();
    if (this.title === undefined)
      this.fail(next + 1, 'Es fehlt der Titel, eine Zeile wie „# Kooperationsvereinbarung“.');
    if (this.passages.length < 2) this.fail(this.lines.length, 'Es steht kein Text darin.');
    return this.document(front, this.title);
  }

  private line(raw: string, number: number): void {
    const line = raw.trim();
    const heading = /^(#{1,6})\s+(.+?)(?:\s*\{#([\w-]+)\})?$/.exec(line);
    const listName = /^<!--\s*liste:\s*([\w-]+)(?:\s*=\s*(.+?))?\s*-->$/.exec(line);
    const item = /^([-*+]|\d{1,3}[.)])\s+(.+)$/.exec(line);
    if (line === '') this.close();
    else if (heading) this.heading(heading[1] ?? '', heading[2] ?? '', heading[3], number);
    else if (listName) this.nameList(listName[1] ?? '', listName[2], number);
    else if (/^(?:<!--.*-->|([-*_])(?: *\1){2,})$/.test(line)) this.close();
    else if (/^(?:\||<|>|```|!\[)/.test(line)) {
      this.fail(
        number,
        'Tabellen, HTML, Zitatblöcke, Code und Bilder werden nicht gelesen; bitte als Absatz schreiben.',
      );
    } else if (item && this.open?.kind !== 'text')
      this.begin(item[2] ?? '', number, /^\d/.test(item[1] ?? '') ? 'numbered' : 'bullet');
    else if (this.open) this.open.lines.push(line);
    else this.begin(line, number, 'text');
  }

  private heading(marks: string, text: string, id: string | undefined, number: number): void {
    this.close();
    this.list = undefined;
    const heading = plain(text);
    if (marks.length > 1) {
      this.section = { id: id ?? slug(heading), heading };
      if (this.sections.some((section) => section.id === this.section?.id)) {
        this.fail(
          number,
          `Den Abschnitt „${this.section.id}“ gibt es zweimal; eine Kennung wie {#name} unterscheidet sie.`,
        );
      }
      this.sections.push(this.section);
      this.paragraphs = 0;
      return;
    }
    if (this.title !== undefined) this.fail(number, 'Es gibt schon einen Titel; Abschnitte beginnen mit „##“.');
    this.title = heading;
    this.section = { id: 'titel', heading: 'Titel' };
    this.sections.push(this.section);
    this.add({ id: 'titel', kind: 'title', section: this.section, number: 1, text: heading }, number);
  }

  private nameList(id: string, name: string | undefined, number: number): void {
    this.close();
    if (this.section === undefined) this.fail(number, 'Eine Liste gehört in einen Abschnitt.');
    this.list = { id, ...(name && { name }), count: 0 };
  }

  private begin(text: string, line: number, kind: BlockKind): void {
    this.close();
    if (this.section === undefined) this.fail(line, 'Vor dem ersten Absatz muss eine Überschrift stehen.');
    this.open = { line, lines: [text], kind };
  }

  private close(): void {
    const { open, section } = this;
    this.open = undefined;
    if (!open || !section) return;
    const text = plain(open.lines.join(' '));
    if (open.kind !== 'text') {
      this.list ??= { id: `${section.id}-punkt`, count: 0 };
      this.list.count += 1;
      const { id, name = 'Punkt', count } = this.list;
      const countedByUs = open.kind === 'bullet';
      this.add(
        { id: `${id}-${count}`, kind: 'item', section, number: count, itemName: name, countedByUs, text },
        open.line,
      );
      return;
    }
    this.paragraphs += 1;
    const number = this.paragraphs;
    this.add({ id: `${section.id}-${number}`, kind: 'paragraph', section, number, text }, open.line);
  }

  private add(passage: Passage, line: number): void {
    if (this.ids.has(passage.id)) this.fail(line, `Die Kennung „${passage.id}“ gibt es zweimal.`);
    this.ids.add(passage.id);
    this.passages.push(passage);
  }

  private frontMatter(): { readonly front: FrontMatter; readonly next: number } {
    if (this.lines[0]?.trim() !== '---') {
      this.fail(1, 'Die Datei muss mit einem Vorspann zwischen zwei Zeilen „---“ beginnen (id, kurztitel, fassung).');
    }
    const end = this.lines.findIndex((line, index) => index > 0 && line.trim() === '---');
    if (end < 0) this.fail(1, 'Der Vorspann endet nicht; es fehlt die zweite Zeile „---“.');
    const found = new Map<string, { readonly value: string; readonly line: number }>();
    for (let index = 1; index < end; index += 1) {
      const line = (this.lines[index] ?? '').trim();
      if (line === '' || line.startsWith('#')) continue;
      const pair = /^([\p{L}-]+)\s*:\s*(.+)$/u.exec(line);
      if (!pair?.[1] || !pair[2]) this.fail(index + 1, 'Im Vorspann steht je Zeile „name: wert“.');
      if (found.has(pair[1])) this.fail(index + 1, `„${pair[1]}“ steht zweimal im Vorspann.`);
      found.set(pair[1], { value: pair[2], line: index + 1 });
    }
    const parsed = FrontMatter.safeParse(Object.fromEntries([...found].map(([key, { value }]) => [key, value])));
    if (parsed.success) return { front: parsed.data, next: end + 1 };
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0]);
    return this.fail(found.get(key ?? '')?.line ?? end + 1, problemIn(key ?? '', issue));
  }

  private document(front: FrontMatter, title: string): AgreementDocument {
    const days = front['kündigungsfrist-tage'];
    const passage = this.known(front['kündigungsfrist-stelle'], 'kündigungsfrist-stelle');
    const inForcePassage = this.known(front['inkrafttreten-stelle'], 'inkrafttreten-stelle');
    const complete = days !== undefined && passage !== undefined && front['kündigungsfrist-ende'] !== undefined;
    if (!complete && (days !== undefined || passage !== undefined)) {
      this.fail(
        1,
        'Zur Kündigungsfrist gehören „kündigungsfrist-tage“, „kündigungsfrist-ende“ und „kündigungsfrist-stelle“.',
      );
    }
    return {
      id: front.id,
      title,
      shortTitle: front.kurztitel,
      version: front.fassung,
      sections: this.sections,
      passages: this.passages,
      ...(complete && { notice: { days, passage } }),
      ...(inForcePassage && { inForcePassage }),
    };
  }

  private known(id: string | undefined, key: string): string | undefined {
    if (id !== undefined && !this.ids.has(id)) {
      const line = this.lines.findIndex((text) => text.startsWith(`${key}:`)) + 1;
      this.fail(line, `Die Stelle „${id}“ gibt es in der Datei nicht.`);
    }
    return id;
  }

  private fail(line: number, problem: string): never {
    throw new DocumentError(this.file, line, problem);
  }
}

function problemIn(key: string, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `„${key}“ ist im Vorspann nicht bekannt.`;
  if (issue?.code === 'invalid_type') return `Im Vorspann fehlt „${key}“ oder es ist keine passende Angabe.`;
  return `„${key}“ ist keine passende Angabe (${issue?.message ?? 'unbekannt'}).`;
}

/** The words without Markdown's marks for emphasis, links and escapes. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function slug(heading: string): string {
  return fold(heading)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
