/** The name of a picture: its width in px, with `-dark` for the dark scheme. */
export function pictureName({ widthPx, scheme }: { widthPx: number; scheme: 'light' | 'dark' }): string {
  return scheme === 'dark' ? `${widthPx}-dark` : String(widthPx)
}

/** The name as readable text: '390 pixels, dark'. */
export function pictureLabel(name: string): string {
  return `${Number.parseInt(name, 10)} pixels${name.endsWith('-dark') ? ', dark' : ''}`
}

/** Sorts by width, light before dark. */
export function byPictureName(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.length - b.length
}
