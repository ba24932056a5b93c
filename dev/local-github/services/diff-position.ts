export type Side = 'LEFT' | 'RIGHT'
export type DiffPlace = { position: number; line: number; side: Side; hunk: string }

/** All lines of a file's diff that can have comments. `position` counts the lines after the first `@@`, including later `@@` lines. */
function* places(patch: string): Generator<DiffPlace> {
  let hunkStart = 0
  let left = 0
  let right = 0
  const lines = patch.split('\n')
  for (const [position, text] of lines.entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text)
    if (header !== null) {
      hunkStart = position
      left = Number(header[1])
      right = Number(header[2])
    } else if (!text.startsWith('\\')) {
      const hunk = lines.slice(hunkStart, position + 1).join('\n')
      if (text.startsWith('+')) yield { position, line: right, side: 'RIGHT', hunk }
      else yield { position, line: left, side: 'LEFT', hunk }
      if (!text.startsWith('+') && !text.startsWith('-')) yield { position, line: right, side: 'RIGHT', hunk }
      if (!text.startsWith('-')) right += 1
      if (!text.startsWith('+')) left += 1
    }
  }
}

export function placeOfLine(patch: string, line: number, side: Side): DiffPlace | undefined {
  return [...places(patch)].find((place) => place.line === line && place.side === side)
}
