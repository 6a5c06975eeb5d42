/** The one HTML renderer: pure, accessible (WCAG 2.2 AA), for the playground, web pages and mail. */
export { escapeLabel, escapeText, exactAttribute } from './html/escape.js';
export { pageFile } from './html/file.js';
export { formToHtml } from './html/form.js';
export { viewToHtml } from './html/view.js';
