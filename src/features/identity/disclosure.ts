import type { Language } from '../../kernel/texts.js';
import type { Block } from '../../messages/view.js';
import type { CollectionSpec, Document } from '../../ports/document-store.js';
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
      filter: { [source.path]: { $in: [...handlesIn(source.spec, handles)] } },
      limit: pageSize - taken,
      ...(after === undefined ? {} : { after }),
    });
    blocks.push(...page.items.flatMap((document) => entryBlocks(source.spec, document, language)));
    taken += page.items.length;
    if (page.next !== undefined) return { blocks, next: { source: source.key, after: page.next } };
  }
  return { blocks };
}

function sourcesOf(specs: readonly CollectionSpec<never>[]): readonly Source[] {
  return specs
    .map(untyped)
    .flatMap((spec) => personPaths(spec).map((path) => ({ key: `${spec.name}/${path}`, spec, path })));
}

async function hasAny(context: Context, source: Source, handles: Handles): Promise<boolean> {
  const found = await context.store.collection(source.spec).findOne({
    [source.path]: { $in: [...handlesIn(source.spec, handles)] },
  });
  return found !== undefined;
}

function entryBlocks(spec: CollectionSpec<Document>, document: Document, language: Language): readonly Block[] {
  if (spec.personal === 'none') return [];
  const facts = Object.entries(spec.personal.show(document, language)).map(([label, value]) => ({ label, value }));
  if (facts.length === 0) return [];
  return [
    { type: 'text', text: [{ kind: 'strong', text: spec.personal.label[language] }] },
    { type: 'facts', facts },
  ];
}
