/** A picture's name: its width in px, and `-dark` for the dark scheme. */
export function pictureName({ widthPx, scheme }: { widthPx: number; scheme: 'light' | 'dark' }): string {
  return scheme === 'dark' ? `${widthPx}-dark` : String(widthPx)
}

/** In words; other names are said as they are. */
export function pictureWords(name: string): string {
  return `${Number.parseInt(name, 10)} pixels${name.endsWith('-dark') ? ', dark' : ''}`
}

/** By width, the light one first. */
export function byPictureName(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.length - b.length
}
