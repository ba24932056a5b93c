import { placedLines } from '#src/domain/check-annotations.ts'
import { toldToLookAway } from '#src/domain/told-to-look-away.ts'
import type { Compiled } from '../page-build.ts'
import { failed, firstLine, passed, some, warned } from './checked.ts'
import type { Checked } from './checked.ts'
import { baseText } from './subject.ts'
import type { Subject } from './subject.ts'

/** The compiler's word, and where it was told to say nothing. */
export function judgeTypes(subject: Subject, types: Compiled): Checked {
  const hidden = Object.entries(subject.changed).flatMap(([path, text]) => toldToLookAway(path, text, baseText(subject, path)))
  const said = hidden.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  const annotations = [...placedLines(types.output, 'failure'), ...hidden]
  if (!types.ok) return failed('Types', firstLine(types.output), [types.output, ...said].join('\n'), { annotations })
  if (hidden.some(({ level }) => level === 'failure')) return failed('Types', some(said), said.join('\n'), { annotations })
  if (hidden.length > 0) return warned('Types', some(said), { annotations: hidden, once: said.join('\n') })
  return passed('Types', 'no type errors')
}
