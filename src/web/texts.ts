/** What the data protection page says of the web's own collections. */
export const texts = {
  keptSecret: {
    de: 'Solange Dorfbote läuft: damit unterschreibt er Links',
    einfach: 'So lange Dorfbote läuft. Damit macht er Links sicher.',
    en: 'As long as Dorfbote runs: it signs links with it',
  },
  keptRevocation: {
    de: 'Solange Dorfbote läuft: damit ungültige Links ungültig bleiben',
    einfach: 'So lange Dorfbote läuft. Damit alte Links nicht mehr gehen.',
    en: 'As long as Dorfbote runs: so that revoked links stay revoked',
  },
} as const;
