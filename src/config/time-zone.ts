export function timeZoneExists(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('de-DE', { timeZone: zone });
    return true;
  } catch {
    // Intl has no other way to ask.
    return false;
  }
}
