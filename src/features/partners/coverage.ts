import type { Language } from '../../kernel/texts.js';
import type { Entry } from './finder.js';
import { type LifeStage, lifeStageLabel, lifeStages, type Sector, sectorLabel, sectors } from './vocabulary.js';

/** One field of "Wer macht was?": a life stage in an area of work. */
export interface Cell {
  readonly stage: LifeStage;
  readonly sector: Sector;
}

type Covering = Pick<Entry, 'id' | 'name' | 'sectors' | 'lifeStages'>;

/** Who is in each cell, by life stage, then by sector. */
export class Coverage<T extends Covering = Covering> {
  private readonly cells = new Map<string, T[]>();

  constructor(partners: readonly T[]) {
    for (const partner of partners) {
      for (const stage of partner.lifeStages) {
        for (const sector of partner.sectors) {
          const key = keyOf({ stage, sector });
          this.cells.set(key, [...(this.cells.get(key) ?? []), partner]);
        }
      }
    }
  }

  at(cell: Cell): readonly T[] {
    return this.cells.get(keyOf(cell)) ?? [];
  }

  /** By life stage, then sector. */
  counts(): readonly (readonly number[])[] {
    return lifeStages.map((stage) => sectors.map((sector) => this.at({ stage, sector }).length));
  }

  /** Cells in which nobody works. */
  gaps(): readonly Cell[] {
    return allCells.filter((cell) => this.at(cell).length === 0);
  }

  /** Cells in which one works alone. */
  thin(): readonly Cell[] {
    return allCells.filter((cell) => this.at(cell).length === 1);
  }

  /** Cells that only this one fills. */
  closedBy(partner: string): readonly Cell[] {
    return this.thin().filter((cell) => this.at(cell)[0]?.id === partner);
  }
}

const allCells: readonly Cell[] = lifeStages.flatMap((stage) => sectors.map((sector) => ({ stage, sector })));

/** Cells that would be empty without this partner. */
export function gapsClosedBy(partner: string, everybody: readonly Covering[]): readonly Cell[] {
  return new Coverage(everybody).closedBy(partner);
}

/** "Gesundheit in der Jugend" for each, by sector: "Gesundheit (Jugend, Kita-Zeit)". */
export function gapText(cells: readonly Cell[], language: Language): string {
  const bySector = sectors
    .map((sector) => ({ sector, stages: cells.filter((cell) => cell.sector === sector).map(({ stage }) => stage) }))
    .filter(({ stages }) => stages.length > 0);
  return bySector
    .map(({ sector, stages }) => {
      const shown = stages.map((stage) => lifeStageLabel(stage, language)).join(', ');
      return `${sectorLabel(sector, language)} (${shown})`;
    })
    .join('; ');
}

function keyOf({ stage, sector }: Cell): string {
  return `${stage}/${sector}`;
}
