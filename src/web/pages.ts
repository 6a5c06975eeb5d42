import type { Express } from 'express';
import { languages } from '../kernel/texts.js';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';

/** What `web/` needs of a page; the features' `PageSpec` has this shape. */
export interface Page {
  readonly path: string;
  run(request: {
    readonly params: Readonly<Record<string, string>>;
    readonly language: (typeof languages)[number];
    readonly now: Date;
  }): Promise<{ readonly status?: number; readonly view: View }>;
}

/** Serves the pages that features declare. `?sprache=` chooses the language. */
export function mountPages(
  web: Express,
  pages: readonly Page[],
  options: { readonly clock: Clock; readonly document: (view: View) => string },
): void {
  for (const page of pages) {
    web.get(page.path, async (request, response) => {
      const asked = String(request.query.sprache ?? '');
      const language = languages.find((each) => each === asked) ?? 'de';
      const params = request.params as Record<string, string>;
      const { status = 200, view } = await page.run({ params, language, now: options.clock.now() });
      response.status(status).set('Cache-Control', 'no-store').type('text/html').send(options.document(view));
    });
  }
}
