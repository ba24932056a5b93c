const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
}

function imageType(path: string): string | undefined {
  return IMAGES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '']
}

export function isImage(path: string): boolean {
  return imageType(path) !== undefined
}

export function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path)
}

/** The content type to serve a file with: an image type, or a type that browsers don't run. */
export function contentType(path: string, bytes: Buffer): string {
  return imageType(path) ?? (bytes.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8')
}

export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`
  return bytes < 1_024 * 1_024 ? `${(bytes / 1_024).toFixed(1)} KB` : `${(bytes / 1_024 / 1_024).toFixed(1)} MB`
}
