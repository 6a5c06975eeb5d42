import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCharts } from '../../../src/charts/charts.js';
import { Coverage, gapsClosedBy, gapText } from '../../../src/features/partners/coverage.js';
import { button, type House, textOf } from '../identity/house.js';
import { anna, deniz, openHouse, viewOf } from './house.js';

describe('the coverage', () => {
  const kita = { id: 'a', name: 'A', sectors: ['bildung', 'erziehung'], lifeStages: ['kita'] } as const;
  const school = { id: 'b', name: 'B', sectors: ['bildung'], lifeStages: ['kita', 'grundschule'] } as const;
  const coverage = new Coverage([kita, school]);

  it('counts partners by life stage and area', () => {
    expect(coverage.at({ stage: 'kita', sector: 'bildung' })).toEqual([kita, school]);
    expect(coverage.counts()[2]).toEqual([1, 2, 0, 0, 0]);
    expect(coverage.gaps()).toHaveLength(30 - 3);
  });

  it('says which gaps a partner closes: those where nobody else is', () => {
    expect(coverage.closedBy('a')).toEqual([{ stage: 'kita', sector: 'erziehung' }]);
    expect(gapText(gapsClosedBy('b', [kita, school]), 'de')).toBe('Bildung (Grundschulzeit)');
    expect(gapsClosedBy('nobody', [kita, school])).toEqual([]);
  });
});

describe('lücken', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ partners: { charts: createCharts() } });
  });
  afterAll(() => house.close());

  it('shows the table, the picture and the gaps, and that it is the directory’s word', async () => {
    const reply = await house.says(deniz, 'lücken');
    const text = textOf(reply);
    expect(text).toContain('Grundschulzeit | Lücke | 4 | 2 | 5 | 4');
    expect(text).toContain('Lücken: Erziehung (Grundschulzeit, Jugend, Start in den Beruf)');
    expect(text).toContain('Stand des Verzeichnisses, nicht des Bedarfs.');
    const picture = viewOf(reply).blocks.find((block) => block.type === 'picture');
    expect(picture).toMatchObject({
      alt: expect.stringContaining('Lücken: Erziehung'),
      svg: expect.stringContaining('<svg'),
    });
    expect(textOf(await house.says(deniz, 'Abdeckung'))).toContain('Grundschulzeit | Lücke | 4');
  });

  it('leads from a life stage and an area to the partners', async () => {
    const stage = await house.presses(deniz, button(await house.says(deniz, 'lücken'), 'Kita-Zeit'));
    expect(textOf(stage)).toContain('Gesundheit: Interdisziplinäre Frühförderung');
    const list = await house.presses(deniz, button(stage, 'Gesundheit (3)'));
    expect(textOf(list)).toContain('3 Einrichtungen für Gesundheit, Kita-Zeit');
  });

  it('says which gap a new partner closes', async () => {
    const reply = await house.says(anna, 'partner neu Lernhaus; Erziehung; Jugend; Lohberg; ; Text');
    expect(textOf(reply)).toContain('Schließt eine Lücke: Erziehung (Jugend).');
  });
});
