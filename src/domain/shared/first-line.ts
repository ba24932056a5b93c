/** The first line that is not empty, at most 300 characters. */
export function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '')
  return line?.slice(0, 300) ?? 'no output'
}
