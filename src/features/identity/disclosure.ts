import type { Language } from '../../kernel/texts.js';
import type { Block } from '../../messages/view.js';
import type { CollectionSpec, Document, Filter, Wording } from '../../ports/document-store.js';
import type { Context } from './context.js';
import { type Handles, handlesIn, handlesOf, personPaths, untyped } from './erasure.js';
import { idsOf, resolvePerson } from './joining.js';

const pageSize = 10;

/** Where the next page begins: in which collection and field, behind which document. */
export interface Position {
  readonly source: string;
  readonly after?: string | undefined;
}

interface Source {
  readonly key: string;
  readonly spec: CollectionSpec<Document>;
  readonly path: string;
  /** Paths of the same collection that come before: what they find is not shown again. */
  readonly before: readonly string[];
}

export interface Disclosure {
  readonly blocks: readonly Block[];
  readonly next?: Position;
}

/** Everything that every collection declares to hold about a person, ten entries at a time. */
export async function disclose(
  context: Context,
  personId: string,
  language: Language,
  from?: Position,
): Promise<Disclosure> {
  const person = await resolvePerson(context, personId);
  const handles = await handlesOf(context, person ? idsOf(person) : [personId]);
  const sources = sourcesOf(context.specs());
  const wording = wordingFor(context, language);
  const start = from ? sources.findIndex((source) => source.key === from.source) : 0;
  const blocks: Block[] = [];
  let taken = 0;
  for (const [index, source] of sources.entries()) {
    if (index < Math.max(start, 0)) continue;
    const after = index === start ? from?.after : undefined;
    if (taken === pageSize) {
      if (!(await hasAny(context, source, handles))) continue;
      return { blocks, next: { source: source.key } };
    }
    const page = await context.store.collection(source.spec).find({
      filter: filterFor(source, handles),
      limit: pageSize - taken,
      ...(after === undefined ? {} : { after }),
    });
    for (const document of page.items) blocks.push(...(await entryBlocks(source.spec, document, language, wording)));
    taken += page.items.length;
    if (page.next !== undefined) return { blocks, next: { source: source.key, after: page.next } };
  }
  return { blocks };
}

function sourcesOf(specs: readonly CollectionSpec<never>[]): readonly Source[] {
  return specs.map(untyped).flatMap((spec) =>
    personPaths(spec).map((path, index, paths) => ({
      key: `${spec.name}/${path}`,
      spec,
      path,
      before: paths.slice(0, index),
    })),
  );
}

function filterFor({ spec, path, before }: Source, handles: Handles): Filter {
  const handlesAt = (one: string) => [...handlesIn(spec, one, handles)];
  return {
    [path]: { $in: handlesAt(path) },
    ...Object.fromEntries(before.map((earlier) => [earlier, { $nin: handlesAt(earlier) }])),
  };
}

function wordingFor(context: Context, language: Language): Wording {
  const acts = context.acts();
  return {
    zone: context.zone,
    act: (kind) => acts[kind]?.[language] ?? kind,
    nameOf: async (id) => (await resolvePerson(context, id))?.name ?? (await context.partners.get(id))?.name ?? id,
  };
}

async function hasAny(context: Context, source: Source, handles: Handles): Promise<boolean> {
  return (await context.store.collection(source.spec).findOne(filterFor(source, handles))) !== undefined;
}

async function entryBlocks(
  spec: CollectionSpec<Document>,
  document: Document,
  language: Language,
  wording: Wording,
): Promise<readonly Block[]> {
  if (spec.personal === 'none') return [];
  const shown = await spec.personal.show(document, language, wording);
  const facts = Object.entries(shown).map(([label, value]) => ({ label, value }));
  if (facts.length === 0) return [];
  return [
    { type: 'text', text: [{ kind: 'strong', text: spec.personal.label[language] }] },
    { type: 'facts', facts },
  ];
}
