import { z } from 'zod';
import { action, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { inAll, type Language } from '../../kernel/texts.js';
import { type Inline, strong } from '../../messages/inline.js';
import type { Action, Block, View } from '../../messages/view.js';
import type { Charts, Drawing } from '../../ports/charts.js';
import type { DirectoryContext } from './context.js';
import { type Cell, Coverage, gapText } from './coverage.js';
import { coverageTexts } from './coverage-texts.js';
import { type LifeStage, lifeStageLabel, lifeStages, sectorLabel, sectors } from './vocabulary.js';

const mostNames = 8;
const mostSingles = 8;

type Counts = readonly (readonly number[])[];

/** `lücken`: the chain from birth to the start of a career by area, as a table and a picture. */
export function coveragePart(context: DirectoryContext): Part {
  const pictures = new Pictures(context.charts);
  return {
    commands: [
      {
        id: 'partners.coverage',
        words: ['lücken', 'abdeckung'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(coverageTexts, (t) => t.command),
        run: async (turn) => ({ type: 'message', view: await coverageView(context, pictures, turn) }),
      },
    ],
    actions: [
      action({
        id: 'partners.stage',
        role: 'all',
        payload: z.object({ stage: z.enum(lifeStages) }),
        changes: false,
        run: async (turn, { stage }) => ({ type: 'message', view: await stageView(context, turn, stage) }),
      }),
    ],
  };
}

async function coverageView(context: DirectoryContext, pictures: Pictures, turn: Turn): Promise<View> {
  const t = coverageTexts[turn.language];
  const coverage = new Coverage(await context.finder.all(turn.today));
  const counts = coverage.counts();
  if (counts.flat().every((count) => count === 0)) return noticeView('partners.coverage', t.empty, turn.language);
  const gaps = coverage.gaps();
  const gapsText = gaps.length > 0 ? `${t.gaps} ${gapText(gaps, turn.language)}` : t.noGaps;
  return {
    kind: 'partners.coverage',
    summary: `${t.title} ${gapsText}`.slice(0, 150),
    title: t.title,
    language: turn.language,
    blocks: [
      ...(await pictures.blocks(turn.language, counts, gapsText)),
      {
        type: 'table',
        caption: t.caption,
        columns: [t.stage, ...sectors.map((sector) => sectorLabel(sector, turn.language))],
        rows: lifeStages.map((stage, index) => [
          lifeStageLabel(stage, turn.language),
          ...(counts[index] ?? []).map((count) => (count === 0 ? t.gap : String(count))),
        ]),
      },
      { type: 'text', text: gapsText },
      ...singles(coverage, turn.language),
      { type: 'note', text: t.standing },
      { type: 'actions', actions: stageActions(turn.language) },
      { type: 'actions', actions: [typedAction('partner', t.directory)] },
    ],
  };
}

/** Draws the grid anew only if its numbers have changed. */
class Pictures {
  private readonly drawn = new Map<Language, { readonly numbers: string; readonly drawing: Promise<Drawing> }>();

  constructor(private readonly charts: Charts | undefined) {}

  async blocks(language: Language, counts: Counts, gapsText: string): Promise<readonly Block[]> {
    if (!this.charts) return [];
    const { svg, png } = await this.drawing(this.charts, language, counts);
    return [{ type: 'picture', alt: coverageTexts[language].alt(gapsText), png, svg }];
  }

  private drawing(charts: Charts, language: Language, counts: Counts): Promise<Drawing> {
    const numbers = JSON.stringify(counts);
    const known = this.drawn.get(language);
    if (known?.numbers === numbers) return known.drawing;
    const drawing = charts.draw({
      kind: 'grid',
      title: coverageTexts[language].title,
      columns: sectors.map((sector) => sectorLabel(sector, language)),
      rows: lifeStages.map((stage) => lifeStageLabel(stage, language)),
      values: counts,
      gap: coverageTexts[language].gap,
    });
    this.drawn.set(language, { numbers, drawing });
    // One that failed is tried again the next time.
    drawing.catch(() => this.drawn.delete(language));
    return drawing;
  }
}

/** Cells that hang on one partner: what it closes. */
function singles(coverage: Coverage, language: Language): readonly Block[] {
  const t = coverageTexts[language];
  const byPartner = new Map<string, { readonly name: string; readonly cells: Cell[] }>();
  for (const cell of coverage.thin()) {
    const [only] = coverage.at(cell);
    if (!only) continue;
    const known = byPartner.get(only.id) ?? { name: only.name, cells: [] };
    known.cells.push(cell);
    byPartner.set(only.id, known);
  }
  if (byPartner.size === 0) return [];
  const items: readonly Inline[] = [...byPartner.values()].map(({ name, cells }) => [
    strong(name),
    `: ${gapText(cells, language)}`,
  ]);
  return [
    { type: 'text', text: t.single },
    { type: 'list', items: items.slice(0, mostSingles) },
    ...(items.length > mostSingles
      ? [{ type: 'note', text: t.more(String(items.length - mostSingles)) } as const]
      : []),
  ];
}

/** One life stage: who works there in each area, each cell leading to its partners. */
async function stageView(context: DirectoryContext, turn: Turn, stage: LifeStage): Promise<View> {
  const t = coverageTexts[turn.language];
  const coverage = new Coverage(await context.finder.all(turn.today));
  const title = t.stageTitle(lifeStageLabel(stage, turn.language));
  const cells = sectors.map((sector) => ({ sector, there: coverage.at({ stage, sector }) }));
  const facts = cells.map(({ sector, there }) => ({
    label: sectorLabel(sector, turn.language),
    value: namesOf(there, turn.language),
  }));
  const actions: readonly Action[] = cells
    .filter(({ there }) => there.length > 0)
    .map(({ sector, there }) => ({
      id: 'partners.list',
      label: `${sectorLabel(sector, turn.language)} (${there.length})`,
      payload: { sectors: [sector], lifeStages: [stage] },
    }));
  return {
    kind: 'partners.stage',
    summary: title,
    title,
    language: turn.language,
    blocks: [
      { type: 'facts', facts },
      { type: 'note', text: t.standing },
      { type: 'actions', actions: [...actions, typedAction('lücken', t.all)] },
    ],
  };
}

function namesOf(there: readonly { readonly name: string }[], language: Language): string {
  const t = coverageTexts[language];
  if (there.length === 0) return t.nobody;
  const shown = there.slice(0, mostNames).map(({ name }) => name);
  const more = there.length > mostNames ? [t.more(String(there.length - mostNames))] : [];
  return [...shown, ...more].join(', ');
}

function stageActions(language: Language): readonly Action[] {
  return lifeStages.map((stage) => ({
    id: 'partners.stage',
    label: lifeStageLabel(stage, language),
    payload: { stage },
  }));
}
