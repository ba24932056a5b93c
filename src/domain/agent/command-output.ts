import { firstLine } from '../shared/first-line.ts'
import { reader } from '../shared/hostile-text.ts'

/** How much of each stream the model gets, in characters: its beginning and its end. */
const SHOWN = { head: 2_000, tail: 6_000 }
/** Of longer output the sandbox keeps only the end. */
const WHOLE = 60_000
/** How much of an error of grep is shown, in characters. */
const PROBLEM = 300

/** The beginning and the end of what a command printed, for the model. */
export const headAndTail = reader('headAndTail', (text) => {
  const leftOut = text.length - SHOWN.head - SHOWN.tail
  if (leftOut <= 0) return text
  const end = text.slice(-SHOWN.tail).toWellFormed()
  if (text.length > WHOLE) return `… more than ${text.length - SHOWN.tail} characters omitted before this …\n${end}`
  return `${text.slice(0, SHOWN.head).toWellFormed()}\n… ${leftOut} characters omitted …\n${end}`
})

/** The end of what a command printed, for a message. */
export const endOfOutput = reader('endOfOutput', (text: string, characters: number = 500) => text.slice(-characters).toWellFormed())

/** The beginning of what a command printed, for a message. */
export const startOfOutput = reader('startOfOutput', (text: string, characters: number) => text.slice(0, characters))

/** The first line of what a command printed that is not empty, at most 300 characters. */
export const firstLineOfOutput = reader('firstLineOfOutput', firstLine)

/** True if a program complained about a full disk. */
export const saysNoSpace = reader('saysNoSpace', (text) => /no space left/i.test(text))

/** The matches that grep printed, one per line. */
export const searchMatches = reader('searchMatches', (text) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\.\/+/, '')),
)

/** Why grep found nothing, with what to do about it; `null` if it complained about nothing. */
export const searchProblem = reader('searchProblem', (text) => {
  if (text === '') return null
  const said = text.slice(0, PROBLEM).trim()
  return said.includes('No such file')
    ? `${said}. Use listFiles to see which folders exist, or null to search everywhere.`
    : `The pattern is invalid: ${said}. To search for literal text, write a backslash before each of ( ) [ ] { } . * + ? ^ $ |.`
})
