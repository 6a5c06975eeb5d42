/** Numbers to be drawn. Words and colours that people read are said here; `null` is "not known" or "too few to show". */
export type Chart =
  /** One bar per category. */
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly categories: readonly string[];
      readonly values: readonly (number | null)[];
      /** The axis' end; the largest value if left out. */
      readonly most?: number;
      readonly unit?: string;
    }
  /** One bar per category, divided among the parts; each row of `values` belongs to a category. */
  | {
      readonly kind: 'shares';
      readonly title: string;
      readonly categories: readonly string[];
      readonly parts: readonly string[];
      readonly values: readonly (readonly number[] | null)[];
    }
  /** One line per series over common points. */
  | {
      readonly kind: 'lines';
      readonly title: string;
      readonly points: readonly string[];
      readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
      readonly least?: number;
      readonly most?: number;
    }
  /** A grid of counts; empty cells stand out as gaps. */
  | {
      readonly kind: 'grid';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly string[];
      /** By row, then column. */
      readonly values: readonly (readonly number[])[];
      /** What an empty cell is called. */
      readonly gap: string;
    };

export interface Drawing {
  readonly svg: string;
  readonly png: Uint8Array;
}

/** Draws charts without a browser: readable in grey, with words beside colours. Implemented by `charts/`. */
export interface Charts {
  draw(chart: Chart): Promise<Drawing>;
}
