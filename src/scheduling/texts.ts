/** What the data protection page says of the schedules' own collections. */
export const texts = {
  keptSightings: {
    de: 'Solange Dorfbote läuft: seit wann es welchen regelmäßigen Termin gibt',
    einfach: 'So lange Dorfbote läuft. Dorfbote merkt sich: Seit wann macht er was regelmäßig?',
    en: 'As long as Dorfbote runs: since when there is which regular task',
  },
} as const;
